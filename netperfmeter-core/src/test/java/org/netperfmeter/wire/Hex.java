// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.wire;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/** Bytes as the tests write them: hex digits, with blanks where they help. */
final class Hex {
    private Hex() {}

    static byte[] bytes(String... parts) {
        return HexFormat.of().parseHex(String.join("", parts).replaceAll("\\s", ""));
    }

    static String zeros(int bytes) {
        return "00".repeat(bytes);
    }

    static String of(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    static String of(Message message) {
        return of(MessageCodec.encode(message));
    }

    static Message decode(String... parts) throws ProtocolException {
        return MessageCodec.decode(ByteBuffer.wrap(bytes(parts)));
    }
}
