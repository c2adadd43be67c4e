// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.transport;

import java.util.concurrent.locks.LockSupport;
import org.netperfmeter.posix.AddressText;
import org.netperfmeter.posix.Errno;
import org.netperfmeter.posix.NativeIoException;
import org.netperfmeter.posix.NativeSocket;
import org.netperfmeter.posix.OsConstant;
import org.netperfmeter.traffic.TransportProtocol;

/**
 * A connection of DCCP. What it sends waits in a short queue (sysctl net.dccp.default.tx_qlen, 5 packets) until congestion
 * control lets it go; a full queue is {@link #WOULD_BLOCK}. Poll does not know of that queue and would call the connection
 * writable.
 */
final class DccpChannel extends NativeChannel {
    /** How soon a full queue is looked at again: at first, and after many looks in vain. */
    private static final long FIRST_PAUSE_NANOS = 50_000;

    private static final long LONGEST_PAUSE_NANOS = 1_000_000;

    /** Room that Linux leaves for acknowledgement vectors (DCCPAV_MIN_OPTLEN). */
    private static final int ACK_VECTOR_BYTES = 16;

    private static final int UNKNOWN = -1;

    private final NativeSocket socket;

    /**
     * The kernel's packet size as the connecting side found it; {@link #UNKNOWN} on the other side. Linux determined it
     * before it knew that there would be acknowledgement vectors, and does so anew only if the path changes. Packets that
     * fill it become too large for the path by their options and are dropped, for as long as the options wait for an answer.
     */
    private final int packetBytesWhenConnecting;

    /** Seen by the sending thread only: whether the kernel refused something, and how long to wait then. */
    private boolean full;

    private long pauseNanos = FIRST_PAUSE_NANOS;

    private DccpChannel(NativeSocket socket, boolean accepted) throws NativeIoException {
        super(TransportProtocol.DCCP, socket.localAddress(), socket.meantFor());
        this.socket = socket;
        this.packetBytesWhenConnecting = accepted ? UNKNOWN : packetBytes();
    }

    /** The side that has connected. */
    static DccpChannel connected(NativeSocket socket) throws NativeIoException {
        return new DccpChannel(socket, false);
    }

    /** The side that was connected to. */
    static DccpChannel accepted(NativeSocket socket) throws NativeIoException {
        return new DccpChannel(socket, true);
    }

    /** The congestion control is settled when the connection is made. */
    @Override
    public void configure(SocketOptions options) throws NativeIoException {
        SocketSetup.setBuffers(socket, options);
    }

    @Override
    public EffectiveBuffers buffers() {
        return SocketSetup.buffers(socket);
    }

    @Override
    public int send(SendBatch batch) throws NativeIoException {
        try {
            int result = DatagramSender.send(this, batch, false, 0, 0);
            full = !batch.isSent();
            if (result > 0) {
                pauseNanos = FIRST_PAUSE_NANOS;
            }
            return result;
        } catch (NativeIoException e) {
            throw e.is(Errno.EMSGSIZE) ? tooLong(batch) : e;
        }
    }

    private NativeIoException tooLong(SendBatch batch) {
        int index = batch.sentMessages();
        int messageBytes = batch.end(index) - batch.start(index);
        String subject = AddressText.of(peerAddress()) + " a message of " + messageBytes
                + " bytes over a path with packets of up to " + maxMessageBytes() + " (see maxmsgsize)";
        return new NativeIoException("send to", subject, Errno.EMSGSIZE.number());
    }

    /** What packets have room for at the moment (RFC 4340 section 14). */
    @Override
    public int maxMessageBytes() {
        int bytes = packetBytes();
        if (bytes < 0) {
            return Integer.MAX_VALUE;
        }
        return bytes == packetBytesWhenConnecting ? bytes - ACK_VECTOR_BYTES : bytes;
    }

    private int packetBytes() {
        return socket.tryOption(OsConstant.SOL_DCCP, OsConstant.DCCP_SOCKOPT_GET_CUR_MPS);
    }

    @Override
    public int receive(ReceiveBatch batch) throws NativeIoException {
        DatagramReceiveBatch packets = (DatagramReceiveBatch) batch;
        int result = packets.receive(socket.number());
        if (result == -EAGAIN) {
            return WOULD_BLOCK;
        }
        if (result < 0) {
            throw new NativeIoException("recv from", AddressText.of(peerAddress()), -result);
        }
        // An ended connection fills the whole batch with empty packets.
        int count = 0;
        while (count < result && packets.length(count) > 0) {
            count++;
        }
        packets.truncate(count);
        return count > 0 ? count : ended();
    }

    /** A connection that was broken looks ended, too, but has an error. */
    private int ended() throws NativeIoException {
        int error = socket.tryOption(OsConstant.SOL_SOCKET, OsConstant.SO_ERROR);
        if (error > 0) {
            throw new NativeIoException("recv from", AddressText.of(peerAddress()), error);
        }
        return END_OF_STREAM;
    }

    @Override
    public boolean awaitWritable(long deadlineNanos, StopSignal stop) throws NativeIoException {
        if (!full) {
            return super.awaitWritable(deadlineNanos, stop);
        }
        if (stop != null && stop.isRaised()) {
            return false;
        }
        long remainingNanos =
                deadlineNanos == Long.MAX_VALUE ? Long.MAX_VALUE : Math.max(0, deadlineNanos - System.nanoTime());
        LockSupport.parkNanos(Math.min(pauseNanos, remainingNanos));
        boolean inTime = pauseNanos < remainingNanos;
        pauseNanos = Math.min(2 * pauseNanos, LONGEST_PAUSE_NANOS);
        return inTime && (stop == null || !stop.isRaised());
    }

    /** There is no half-close (RFC 4340 section 8.3): the peer learns of the end when the channel is closed. */
    @Override
    public void shutdownSending() {
        // Nothing to be done.
    }

    @Override
    public TransportSample sample() {
        return TransportSample.NONE;
    }

    @Override
    public int descriptor() {
        return socket.number();
    }

    @Override
    public void close() {
        socket.close();
    }
}
