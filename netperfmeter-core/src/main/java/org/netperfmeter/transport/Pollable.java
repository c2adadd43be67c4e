// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.transport;

/** Something a {@link Poller} can wait for. */
public interface Pollable extends AutoCloseable {
    /** The file descriptor; -1 once closed. */
    int descriptor();

    /** Closes the descriptor, exactly once. */
    @Override
    void close();
}
