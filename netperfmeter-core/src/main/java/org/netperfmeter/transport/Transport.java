// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.transport;

import java.net.InetAddress;
import java.util.List;
import org.netperfmeter.posix.NativeIoException;
import org.netperfmeter.traffic.TransportProtocol;

/** A transport protocol of this host. */
public interface Transport {
    TransportProtocol protocol();

    /** Whether this host offers the protocol, and if not, why. */
    Support support();

    /**
     * Connects. The descriptor is non-blocking; this call waits for the handshake, until the system gives up or the
     * deadline passes.
     *
     * @param deadlineNanos {@link System#nanoTime} at which to give up; Long.MAX_VALUE: never
     * @param stop ends the wait early
     * @throws NativeIoException naming operation, address and errno; ECANCELED if stopped, ETIMEDOUT if late
     */
    Channel connect(Route route, SocketOptions options, long deadlineNanos, StopSignal stop) throws NativeIoException;

    /**
     * Opens the passive side: a {@link Listener} or, without connections, a {@link DatagramEndpoint}.
     *
     * @param port 0: an ephemeral one
     * @param local where to bind; empty: anywhere, dual stack where the host has IPv6 (protocol.md 1.3)
     */
    Endpoint open(int port, List<InetAddress> local, SocketOptions options) throws NativeIoException;

    /** A batch that fits this transport's way of receiving; one per receiving thread, reused for all its channels. */
    ReceiveBatch newReceiveBatch();

    /**
     * Support of a protocol.
     *
     * @param reason why it is missing; empty if available
     */
    record Support(boolean available, String reason) {}
}
