// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.transport;

import org.netperfmeter.posix.NativeIoException;
import org.netperfmeter.traffic.BufferSize;

/** One unconnected socket that serves many peers, told apart by their source addresses. */
public non-sealed interface DatagramEndpoint extends Endpoint {
    /** Receives what is there; see {@link Channel#receive}. */
    int receive(ReceiveBatch batch) throws NativeIoException;

    /**
     * A channel that sends to the source of datagram {@code index} over this socket. It receives nothing. Its descriptor is
     * its own, so that it can be waited for, and is to be closed, apart from this one.
     *
     * @throws NativeIoException if there is no descriptor left
     */
    Channel channelTo(ReceiveBatch batch, int index) throws NativeIoException;

    /** Grows the shared buffers to what a flow asks for; they never shrink. */
    void grow(BufferSize send, BufferSize receive) throws NativeIoException;
}
