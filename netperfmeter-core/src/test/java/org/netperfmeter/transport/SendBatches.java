// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.transport;

/** Lets fakes of other packages be the kernel that takes a batch. */
public final class SendBatches {
    private SendBatches() {}

    /** The kernel took this many bytes. */
    public static void advance(SendBatch batch, int bytes) {
        batch.advanceBytes(bytes);
    }
}
