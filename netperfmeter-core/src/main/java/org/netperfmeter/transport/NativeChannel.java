// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.transport;

import java.net.InetSocketAddress;
import java.util.Map;
import org.netperfmeter.posix.AddressText;
import org.netperfmeter.posix.Errno;
import org.netperfmeter.posix.NativeIoException;
import org.netperfmeter.posix.NativeSocket;
import org.netperfmeter.posix.OsConstant;
import org.netperfmeter.posix.PollSet;
import org.netperfmeter.traffic.TransportProtocol;

/** What all channels over the kernel's sockets have in common. */
abstract class NativeChannel implements Channel {
    static final int MSG_NOSIGNAL = OsConstant.MSG_NOSIGNAL.value();
    static final int EAGAIN = Errno.EAGAIN.number();

    /** poll() passes over negative descriptors. */
    private static final int IGNORED = -1;

    private static final int POLLIN = OsConstant.POLLIN.value();
    private static final int POLLOUT = OsConstant.POLLOUT.value();

    /** Threads that wait are few, channels may be thousands. */
    private static final ThreadLocal<PollSet> WAIT = ThreadLocal.withInitial(() -> new PollSet(2));

    private final TransportProtocol protocol;
    private final InetSocketAddress localAddress;
    private final InetSocketAddress peerAddress;

    NativeChannel(TransportProtocol protocol, InetSocketAddress localAddress, InetSocketAddress peerAddress) {
        this.protocol = protocol;
        this.localAddress = localAddress;
        this.peerAddress = peerAddress;
    }

    @Override
    public final TransportProtocol protocol() {
        return protocol;
    }

    @Override
    public final InetSocketAddress localAddress() {
        return localAddress;
    }

    @Override
    public final InetSocketAddress peerAddress() {
        return peerAddress;
    }

    @Override
    public boolean awaitWritable(long deadlineNanos, StopSignal stop) throws NativeIoException {
        return awaitWritable(descriptor(), deadlineNanos, stop);
    }

    /**
     * Waits for a connection attempt that was begun.
     *
     * @throws NativeIoException if it fails; ETIMEDOUT after the deadline, ECANCELED if stopped
     */
    static void awaitConnected(NativeSocket socket, InetSocketAddress peer, long deadlineNanos, StopSignal stop)
            throws NativeIoException {
        boolean ready = awaitWritable(socket.number(), deadlineNanos, stop);
        if (stop.isRaised()) {
            throw new NativeIoException("connect", AddressText.of(peer), Errno.ECANCELED.number());
        }
        if (!ready) {
            throw new NativeIoException("connect", AddressText.of(peer), Errno.ETIMEDOUT.number());
        }
        socket.finishConnect(peer);
    }

    /** A descriptor that is closed or broken counts as writable, so that the next call reports the error. */
    static boolean awaitWritable(int descriptor, long deadlineNanos, StopSignal stop) throws NativeIoException {
        if (stop != null && stop.isRaised()) {
            return false;
        }
        if (descriptor < 0) {
            return true;
        }
        PollSet wait = WAIT.get();
        wait.set(0, descriptor, POLLOUT);
        wait.set(1, stop == null ? IGNORED : stop.descriptor(), POLLIN);
        return wait.await(deadlineNanos) > 0 && (stop == null || !stop.isRaised());
    }

    /** What is known of a channel of UDP. */
    final PathSample datagrams(int dropped) {
        return new PathSample(
                PathSample.Part.CONNECTION,
                0,
                PathSample.text(localAddress),
                PathSample.text(peerAddress),
                "",
                Map.of(PathMetric.DROPS, Integer.toUnsignedLong(dropped)));
    }

    @Override
    public String toString() {
        return protocol + " " + localAddress + " - " + peerAddress;
    }
}
