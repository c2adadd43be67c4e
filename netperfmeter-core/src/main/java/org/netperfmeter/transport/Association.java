// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.transport;

import org.netperfmeter.posix.NativeIoException;

/**
 * A connection of several streams, each for a flow of its own (protocol.md 1.7). It is received as a whole: a
 * {@link ReceiveBatch} tells the stream of each piece. What is sent over it directly goes over stream 0, ordered and
 * reliably.
 */
public interface Association extends Channel {
    /**
     * A channel that sends over one stream. It receives nothing. Its descriptor is its own, so that it can be waited for
     * apart from others. When the last of them is closed the association is closed, too; when the last of them shuts
     * sending down the association ends in order, in both directions: it has no half-close (RFC 9260 section 9.2).
     *
     * @param streamId 0..65534
     * @throws NativeIoException if there is no descriptor left, or the association is closed
     */
    Channel stream(int streamId, StreamOptions options) throws NativeIoException;
}
