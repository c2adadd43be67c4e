// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Any bytes at all, as a control connection may bring them. */
class MessageAssemblerFuzzTest {
    /** The same messages, and the same end, in however many pieces the bytes come. */
    @FuzzTest
    void piecesMakeNoDifference(byte[] stream) {
        List<Object> whole = assembled(stream, Math.max(1, stream.length));
        assertEquals(whole, assembled(stream, 1));
        assertEquals(whole, assembled(stream, 7));
    }

    /** All messages of a stream that comes in pieces of this size, and what ended it, if anything did. */
    private static List<Object> assembled(byte[] stream, int pieceBytes) {
        MessageAssembler assembler = new MessageAssembler(MessageHeader.MAX_MESSAGE_BYTES);
        List<Object> seen = new ArrayList<>();
        try {
            for (int at = 0; at < stream.length; at += pieceBytes) {
                assembler.append(ByteBuffer.wrap(stream, at, Math.min(pieceBytes, stream.length - at)));
                for (Message message = assembler.next(); message != null; message = assembler.next()) {
                    seen.add(message);
                }
            }
        } catch (ProtocolException e) {
            seen.add(e.getMessage());
        }
        return seen;
    }
}
