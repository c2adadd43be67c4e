// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.wire;

import java.util.Arrays;
import java.util.HexFormat;

/** 32 random bytes that their maker has never used before. */
@SuppressWarnings("ArrayRecordComponent") // never shared, and compared by content
public record Nonce(byte[] bytes) {
    /** The size of every one. */
    public static final int BYTES = 32;

    public Nonce {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("a nonce must have " + BYTES + " bytes: " + bytes.length);
        }
        bytes = bytes.clone();
    }

    @Override
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Nonce that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "Nonce[" + HexFormat.of().formatHex(bytes) + "]";
    }
}
