// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.transport;

import java.net.InetSocketAddress;
import org.netperfmeter.posix.NativeIoException;
import org.netperfmeter.traffic.BufferSize;

/** One unconnected socket that serves many peers, told apart by their source addresses. */
public non-sealed interface DatagramEndpoint extends Endpoint {
    /** Receives what is there; see {@link Channel#receive}. */
    int receive(ReceiveBatch batch) throws NativeIoException;

    /** Where datagram {@code index} came from. */
    InetSocketAddress source(ReceiveBatch batch, int index);

    /**
     * A channel that sends to this address over this socket. It receives nothing. Its descriptor is its own, so that it can
     * be waited for, and is to be closed, apart from this one.
     *
     * @param peer a source of this socket
     * @throws NativeIoException if there is no descriptor left
     */
    Channel channelTo(InetSocketAddress peer) throws NativeIoException;

    /** Has the kernel stamp what it receives from now on; see {@link ReceiveBatch#ageNanos}. */
    default void stampReceptions() {}

    /** Grows the shared buffers to what a flow asks for; they never shrink. */
    void grow(BufferSize send, BufferSize receive) throws NativeIoException;
}
