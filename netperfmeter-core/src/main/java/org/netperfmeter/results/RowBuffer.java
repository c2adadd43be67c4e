// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.results;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Formats lines of a vector file into bytes, without garbage. */
final class RowBuffer {
    private static final int FLUSH_BYTES = 1 << 15;
    private static final int LONGEST_NUMBER = 24;
    private static final byte[] TENS = new byte[100];
    private static final byte[] ONES = new byte[100];
    private static final long[] POWERS_OF_TEN = new long[19];

    static {
        for (int i = 0; i < 100; i++) {
            TENS[i] = (byte) ('0' + i / 10);
            ONES[i] = (byte) ('0' + i % 10);
        }
        long power = 1;
        for (int i = 0; i < POWERS_OF_TEN.length; i++) {
            POWERS_OF_TEN[i] = power;
            power *= 10;
        }
    }

    private byte[] bytes;
    private int length;

    /** For some hundred rows. */
    RowBuffer() {
        this(2 * FLUSH_BYTES);
    }

    /** @param bytes that it begins with */
    RowBuffer(int bytes) {
        this.bytes = new byte[bytes];
    }

    RowBuffer tab() {
        return character('\t');
    }

    RowBuffer endOfRow() {
        return character('\n');
    }

    private RowBuffer character(char c) {
        reserve(1);
        bytes[length++] = (byte) c;
        return this;
    }

    RowBuffer text(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        reserve(encoded.length);
        System.arraycopy(encoded, 0, bytes, length, encoded.length);
        length += encoded.length;
        return this;
    }

    /** What is in another one. */
    RowBuffer append(RowBuffer other) {
        reserve(other.length);
        System.arraycopy(other.bytes, 0, bytes, length, other.length);
        length += other.length;
        return this;
    }

    /** An unsigned integer. */
    RowBuffer integer(long value) {
        return value < 0 ? text(Long.toUnsignedString(value)) : digits(value, 1);
    }

    /** A non-negative integer with zeros in front, as printf's {@code %0<minimum>u}. */
    RowBuffer digits(long value, int minimum) {
        reserve(LONGEST_NUMBER);
        int count = Math.max(minimum, digitCount(value));
        fill(value, count);
        return this;
    }

    /** {@code value / 10^decimals} with all decimals, e.g. microseconds as seconds or milliseconds. */
    RowBuffer fixed(long value, int decimals) {
        reserve(LONGEST_NUMBER);
        if (value < 0) {
            bytes[length++] = '-';
            // The least long has no positive counterpart; one less than it is as good as it.
            value = value == Long.MIN_VALUE ? Long.MAX_VALUE : -value;
        }
        long unit = POWERS_OF_TEN[decimals];
        long whole = value / unit;
        fill(whole, digitCount(whole));
        bytes[length++] = '.';
        fill(value - whole * unit, decimals);
        return this;
    }

    private static int digitCount(long value) {
        int count = 1;
        while (count < POWERS_OF_TEN.length && value >= POWERS_OF_TEN[count]) {
            count++;
        }
        return count;
    }

    private void fill(long value, int count) {
        int at = length + count;
        length = at;
        while (count >= 2) {
            long hundreds = value / 100;
            int pair = (int) (value - hundreds * 100);
            bytes[--at] = ONES[pair];
            bytes[--at] = TENS[pair];
            value = hundreds;
            count -= 2;
        }
        if (count == 1) {
            bytes[--at] = ONES[(int) value];
        }
    }

    private void reserve(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }

    /** Bytes that are in it. */
    int length() {
        return length;
    }

    /** Whether it is time to write the rows. */
    boolean isWellFilled() {
        return length >= FLUSH_BYTES;
    }

    /** Forgets the rows. */
    void clear() {
        length = 0;
    }

    void writeTo(OutputFile output) throws IOException {
        int filled = length;
        clear();
        if (filled > 0) {
            output.write(bytes, 0, filled);
        }
    }
}
