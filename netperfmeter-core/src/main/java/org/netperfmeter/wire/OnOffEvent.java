// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.wire;

import java.nio.ByteBuffer;

/**
 * One on/off event of Add Flow (protocol.md 5.6), in one of two layouts.
 *
 * <pre>
 * offset offset size
 * packed padded
 *      0      0    1  generator code
 *      1      1    1  flags: 0x01 relative
 *      2      2    2  padding: 0
 *      -      4    4  hole: 0 from us, garbage from the original
 *      4      8   32  four doubles
 * </pre>
 *
 * @param relative what its sender said of it; every receiver takes every value as relative (lifecycle.md 5.4)
 */
public record OnOffEvent(RawLaw law, boolean relative) {
    private static final int RELATIVE = 0x01;

    /** The layouts, by version and platform of the program that sends or receives. */
    public enum Layout {
        /** 2.0.3 and later; 1.x on 32-bit x86. */
        PACKED(36),
        /** Before 2.0.3: the compiler left a hole. */
        PADDED(40);

        private final int bytes;

        Layout(int bytes) {
            this.bytes = bytes;
        }

        /** Size of an event. */
        public int bytes() {
            return bytes;
        }
    }

    void encode(ByteBuffer buffer, Layout layout) {
        buffer.put((byte) law.code());
        buffer.put((byte) (relative ? RELATIVE : 0));
        buffer.putShort((short) 0);
        if (layout == Layout.PADDED) {
            buffer.putInt(0);
        }
        law.putParameters(buffer);
    }

    static OnOffEvent decode(ByteBuffer buffer, Layout layout) {
        int code = Byte.toUnsignedInt(buffer.get());
        int flags = buffer.get();
        buffer.getShort();
        if (layout == Layout.PADDED) {
            buffer.getInt();
        }
        return new OnOffEvent(RawLaw.of(code, RawLaw.getParameters(buffer)), (flags & RELATIVE) != 0);
    }
}
