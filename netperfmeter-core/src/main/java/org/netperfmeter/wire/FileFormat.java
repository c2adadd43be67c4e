// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.wire;

/** How the passive node is to record a file. */
public enum FileFormat {
    NONE,
    PLAIN,
    BZIP2;

    /** The format of a file that is wanted, compressed or not, or not at all. */
    public static FileFormat of(boolean wanted, boolean compressed) {
        if (!wanted) {
            return NONE;
        }
        return compressed ? BZIP2 : PLAIN;
    }

    /** The format that these flags ask for; "none" wins over "BZip2" (protocol.md 3.6). */
    static FileFormat of(int flags, int bzip2Bit, int noneBit) {
        if ((flags & noneBit) != 0) {
            return NONE;
        }
        return (flags & bzip2Bit) != 0 ? BZIP2 : PLAIN;
    }

    /**
     * The format with this number in an item.
     *
     * @throws ProtocolException if there is none
     */
    static FileFormat numbered(int number) throws ProtocolException {
        return switch (number) {
            case 0 -> NONE;
            case 1 -> PLAIN;
            case 2 -> BZIP2;
            default -> throw new ProtocolException("unknown file format " + number);
        };
    }

    /** The number of this format in an item. */
    int number() {
        return switch (this) {
            case NONE -> 0;
            case PLAIN -> 1;
            case BZIP2 -> 2;
        };
    }

    /** The flags that ask for this format. */
    int flags(int bzip2Bit, int noneBit) {
        return switch (this) {
            case NONE -> noneBit;
            case PLAIN -> 0;
            case BZIP2 -> bzip2Bit;
        };
    }
}
