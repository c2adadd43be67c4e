// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.wire;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;

/** A message authentication code: HMAC-SHA-256 (RFC 2104). */
@SuppressWarnings("ArrayRecordComponent") // never shared, and compared by content
public record Mac(byte[] bytes) {
    /** The size of every one. */
    public static final int BYTES = 32;

    public Mac {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("a MAC must have " + BYTES + " bytes: " + bytes.length);
        }
        bytes = bytes.clone();
    }

    @Override
    public byte[] bytes() {
        return bytes.clone();
    }

    /** Takes as long for codes that begin alike as for others, so that none can be guessed byte by byte. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Mac that && MessageDigest.isEqual(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "Mac[" + HexFormat.of().formatHex(bytes) + "]";
    }
}
