// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.flow;

import org.netperfmeter.transport.ReceiveBatch;

/** What a {@link ReceiveLoop} calls when a descriptor can be read. */
interface Reader {
    /** Receives once. Returns whether reception goes on. */
    boolean read(ReceiveBatch batch, Clock clock);

    /** Reception cannot go on, for this reason. */
    void fail(String reason);

    /** Reception is over. */
    void end();
}
