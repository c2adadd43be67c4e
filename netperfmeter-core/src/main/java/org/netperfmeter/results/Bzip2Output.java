// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.results;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;

/**
 * A BZip2 stream that takes little memory while it grows. A compressor takes up to 12 MB as long as it is there, which is too
 * much for each of a thousand files; so here it is only there while a block is compressed, and what waits for that are the
 * bytes themselves. A block has {@link #MAX_BLOCK_BYTES}, or fewer if the {@link BlockMemory} has no more for it: then the
 * file becomes somewhat larger, but not different.
 *
 * <p>The compressor makes a whole stream of each block: header, block, end mark, checksum. The blocks are put together, at
 * the bits at which they happen to begin and to end, to one stream, which any reader takes; many readers pass over further
 * streams of a file.
 */
final class Bzip2Output extends OutputStream {
    /** The compressor spends five bytes on four equal ones before it compresses, and a block has room for 899,980. */
    static final int MAX_BLOCK_BYTES = 700_000;

    /** There is always room for so much. */
    static final int MIN_BLOCK_BYTES = 1 << 14;

    private static final int LEVEL_BYTES = 100_000;
    private static final int SPARE_BYTES = 20;

    private static final byte[] HEADER = {'B', 'Z', 'h', '9'};
    private static final int MARK_BITS = 48;
    private static final int CHECKSUM_BITS = Integer.SIZE;
    private static final long END_MARK = 0x177245385090L;
    private static final int END_BITS = MARK_BITS + CHECKSUM_BITS;

    private final OutputStream target;
    private final BlockMemory memory;
    private byte[] block = new byte[MIN_BLOCK_BYTES];
    private int filled;
    private boolean begun;
    private int checksum;

    /** The last bits, which make no whole byte yet. */
    private long bits;

    private int bitCount;

    Bzip2Output(OutputStream target, BlockMemory memory) {
        this.target = target;
        this.memory = memory;
    }

    /** What was taken, but is not compressed yet. */
    int waitingBytes() {
        return filled;
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        for (int done = 0; done < length; ) {
            if (filled == block.length && !grow()) {
                compress();
            }
            int part = Math.min(length - done, block.length - filled);
            System.arraycopy(bytes, offset + done, block, filled, part);
            filled += part;
            done += part;
        }
    }

    private boolean grow() {
        int longer = Math.min(MAX_BLOCK_BYTES, 2 * block.length);
        if (longer == block.length || !memory.take(longer - block.length)) {
            return false;
        }
        block = Arrays.copyOf(block, longer);
        return true;
    }

    private void compress() throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream(filled);
        int level = 1 + (filled + filled / 4 + SPARE_BYTES) / LEVEL_BYTES;
        try (OutputStream compressor = new BZip2CompressorOutputStream(compressed, level)) {
            compressor.write(block, 0, filled);
        }
        filled = 0;
        append(compressed.toByteArray());
    }

    /** Appends the only block of a stream. */
    private void append(byte[] stream) throws IOException {
        begin();
        int blockChecksum = (int) bits(stream, HEADER.length * Byte.SIZE + MARK_BITS, CHECKSUM_BITS);
        checksum = Integer.rotateLeft(checksum, 1) ^ blockChecksum;
        int end = end(stream, blockChecksum);
        for (int at = HEADER.length; at < end / Byte.SIZE; at++) {
            put(stream[at] & 0xff, Byte.SIZE);
        }
        int rest = end % Byte.SIZE;
        put(bits(stream, end - rest, rest), rest);
    }

    /** Where the end mark is; behind it are the checksum, which is that of the block, and some bits to fill the last byte. */
    private static int end(byte[] stream, int blockChecksum) {
        int end = stream.length * Byte.SIZE - END_BITS;
        while (bits(stream, end, MARK_BITS) != END_MARK
                || (int) bits(stream, end + MARK_BITS, CHECKSUM_BITS) != blockChecksum) {
            end--;
            if (stream.length * Byte.SIZE - END_BITS - end >= Byte.SIZE) {
                throw new IllegalStateException("a BZip2 stream of one block is expected");
            }
        }
        return end;
    }

    private static long bits(byte[] stream, int from, int count) {
        long value = 0;
        for (int bit = from; bit < from + count; bit++) {
            value = (value << 1) | ((stream[bit / Byte.SIZE] >> (Byte.SIZE - 1 - bit % Byte.SIZE)) & 1);
        }
        return value;
    }

    private void begin() throws IOException {
        if (!begun) {
            begun = true;
            target.write(HEADER);
        }
    }

    private void put(long value, int count) throws IOException {
        bits = (bits << count) | value;
        bitCount += count;
        while (bitCount >= Byte.SIZE) {
            bitCount -= Byte.SIZE;
            target.write((int) (bits >> bitCount));
        }
    }

    /** Compresses the rest and ends the stream, but not its target. Nothing can be written after it. */
    void finish() throws IOException {
        try {
            if (filled > 0) {
                compress();
            }
            begin();
            put(END_MARK, MARK_BITS);
            put(Integer.toUnsignedLong(checksum), CHECKSUM_BITS);
            if (bitCount > 0) {
                put(0, Byte.SIZE - bitCount);
            }
        } finally {
            close();
        }
    }

    /** Gives up what is not compressed. May be called again. */
    @Override
    public void close() {
        if (block.length > 0) {
            memory.give(block.length - MIN_BLOCK_BYTES);
            block = new byte[0];
            filled = 0;
        }
    }
}
