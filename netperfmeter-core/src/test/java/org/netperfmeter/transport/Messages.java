// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.transport;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Batches of texts. */
final class Messages {
    private Messages() {}

    static SendBatch batch(String... messages) {
        SendBatch batch = new SendBatch(4096, Math.max(1, messages.length));
        for (String message : messages) {
            byte[] bytes = message.getBytes(StandardCharsets.US_ASCII);
            int index = batch.add(bytes.length);
            batch.bytes().put(batch.start(index), bytes);
        }
        return batch;
    }

    static String text(ReceiveBatch batch, int index) {
        byte[] bytes = new byte[batch.length(index)];
        ByteBuffer memory = batch.bytes();
        memory.get(batch.offset(index), bytes);
        return new String(bytes, StandardCharsets.US_ASCII);
    }
}
