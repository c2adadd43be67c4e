// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.results;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Bzip2OutputTest {
    private static final int MIN = Bzip2Output.MIN_BLOCK_BYTES;
    private static final int MAX = Bzip2Output.MAX_BLOCK_BYTES;

    private final BlockMemory plenty = new BlockMemory(Long.MAX_VALUE);
    private final BlockMemory none = new BlockMemory(0);

    /** Of one stream: the checksums of blocks and stream are verified, and a further stream would not be read. */
    private static byte[] unpacked(byte[] bytes) throws IOException {
        return new BZip2CompressorInputStream(new ByteArrayInputStream(bytes), false).readAllBytes();
    }

    private static byte[] packed(byte[] bytes, BlockMemory memory) throws IOException {
        ByteArrayOutputStream target = new ByteArrayOutputStream();
        Bzip2Output output = new Bzip2Output(target, memory);
        output.write(bytes);
        output.finish();
        return target.toByteArray();
    }

    /** Digits, tabs and newlines, of which each seed has others. */
    private static byte[] rows(int length, long seed) {
        StringBuilder text = new StringBuilder();
        Random random = new Random(seed);
        while (text.length() < length) {
            text.append(random.nextInt(1_000_000)).append('\t').append(seed).append('\n');
        }
        return Arrays.copyOf(text.toString().getBytes(StandardCharsets.US_ASCII), length);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, MIN - 1, MIN, MIN + 1, 5 * MIN + 7, MAX - 1, MAX, MAX + 1, 3 * MAX})
    void streamHoldsWhatWasWritten(int length) throws IOException {
        byte[] rows = rows(length, length);
        assertArrayEquals(rows, unpacked(packed(rows, plenty)));
        assertArrayEquals(rows, unpacked(packed(rows, none)));
    }

    @Test
    void blocksMayEndAtAnyBit() throws IOException {
        for (int length = MIN; length < MIN + 32; length++) {
            byte[] rows = rows(2 * length, length);
            assertArrayEquals(rows, unpacked(packed(rows, none)), length + " bytes");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 5, 10_000_000})
    void runsThatTheCompressorMakesLongerOrShorterFitIntoABlock(int run) throws IOException {
        byte[] runs = new byte[MAX + 1];
        for (int i = 0; i < runs.length; i++) {
            runs[i] = (byte) (i / run);
        }
        assertArrayEquals(runs, unpacked(packed(runs, plenty)));
    }

    @Test
    void oneBlockIsWhatTheCompressorMakesOfIt() throws IOException {
        byte[] rows = rows(MAX, 1);
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        try (OutputStream compressor = new BZip2CompressorOutputStream(expected)) {
            compressor.write(rows);
        }
        assertArrayEquals(expected.toByteArray(), packed(rows, plenty));
    }

    @Test
    void manyStreamsShareTheMemoryAndLoseNothing() throws IOException {
        int streams = 12;
        int pieces = 5;
        long maxBytes = 10L * MIN;
        BlockMemory memory = new BlockMemory(maxBytes);
        List<ByteArrayOutputStream> targets = new ArrayList<>();
        List<Bzip2Output> outputs = new ArrayList<>();
        for (int stream = 0; stream < streams; stream++) {
            targets.add(new ByteArrayOutputStream());
            outputs.add(new Bzip2Output(targets.get(stream), memory));
        }
        long mostBytes = 0;
        for (int piece = 0; piece < pieces; piece++) {
            for (int stream = 0; stream < streams; stream++) {
                byte[] rows = rows(pieces * MIN, stream);
                outputs.get(stream).write(rows, piece * MIN, MIN);
                mostBytes = Math.max(mostBytes, memory.usedBytes());
            }
        }
        assertTrue(mostBytes > maxBytes - MIN && mostBytes <= maxBytes, mostBytes + " bytes");
        for (int stream = 0; stream < streams; stream++) {
            outputs.get(stream).finish();
            assertArrayEquals(
                    rows(pieces * MIN, stream), unpacked(targets.get(stream).toByteArray()));
        }
        assertEquals(0, memory.usedBytes());
    }

    @Test
    void streamThatIsGivenUpTakesNoMemory() throws IOException {
        Bzip2Output output = new Bzip2Output(OutputStream.nullOutputStream(), plenty);
        output.write(new byte[3 * MIN]);
        assertEquals(3 * MIN, output.waitingBytes());
        assertEquals(3 * MIN, plenty.usedBytes());
        output.close();
        output.close();
        assertEquals(0, plenty.usedBytes());
        assertEquals(0, output.waitingBytes());
    }
}
