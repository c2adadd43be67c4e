// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.transport;

import java.net.InetSocketAddress;
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

    private final TransportProtocol protocol;
    private final InetSocketAddress localAddress;
    private final InetSocketAddress peerAddress;
    private final PollSet wait = new PollSet(2);

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
        return awaitWritable(wait, descriptor(), deadlineNanos, stop);
    }

    /**
     * Waits for a connection attempt that was begun.
     *
     * @throws NativeIoException if it fails; ETIMEDOUT after the deadline, ECANCELED if stopped
     */
    static void awaitConnected(NativeSocket socket, InetSocketAddress peer, long deadlineNanos, StopSignal stop)
            throws NativeIoException {
        boolean ready = awaitWritable(new PollSet(2), socket.number(), deadlineNanos, stop);
        if (stop.isRaised()) {
            throw new NativeIoException("connect", AddressText.of(peer), Errno.ECANCELED.number());
        }
        if (!ready) {
            throw new NativeIoException("connect", AddressText.of(peer), Errno.ETIMEDOUT.number());
        }
        socket.finishConnect(peer);
    }

    /** A descriptor that is closed or broken counts as writable, so that the next call reports the error. */
    static boolean awaitWritable(PollSet wait, int descriptor, long deadlineNanos, StopSignal stop)
            throws NativeIoException {
        if (stop != null && stop.isRaised()) {
            return false;
        }
        if (descriptor < 0) {
            return true;
        }
        wait.set(0, descriptor, POLLOUT);
        wait.set(1, stop == null ? IGNORED : stop.descriptor(), POLLIN);
        return wait.await(deadlineNanos) > 0 && (stop == null || !stop.isRaised());
    }

    @Override
    public String toString() {
        return protocol + " " + localAddress + " - " + peerAddress;
    }
}
