// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files on a disk that becomes full while they are written. */
class FullDiskTest {
    private static final String FULL = "write temporary file: No space left on device";

    @TempDir
    private Path directory;

    private OutputFile file(long diskBytes, boolean compressed) throws IOException {
        Path path = Files.createTempFile(directory, "file", null);
        return OutputFile.temporary(new DiskFile(new SmallFile(path, diskBytes), Allowance.UNLIMITED), compressed);
    }

    private static String content(OutputFile file, boolean compressed) throws IOException {
        InputStream bytes = Channels.newInputStream(file.read());
        try (InputStream content = compressed ? new BZip2CompressorInputStream(bytes) : bytes) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Writes rows of random numbers until that fails. */
    private static void fill(FlowVector vector, int mostRows) throws IOException {
        Random random = new Random(1);
        for (int i = 0; i < mostRows; i++) {
            vector.row(random.nextLong(1L << 60), i, i, i, i, i, random.nextInt(1 << 30), 1, random.nextLong(), 0, 0);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "65536, false",
        "70000, false",
        "1000000, false",
        "1000001, false",
        "100000, true",
        "1300001, true",
    })
    void vectorHasWholeRowsWithoutGapAndSaysWhyItEnds(long diskBytes, boolean compressed) throws IOException {
        try (OutputFile file = file(diskBytes, compressed)) {
            FlowVector vector = new FlowRows(file, Optional.empty());
            IOException e = assertThrows(IOException.class, () -> fill(vector, 1_000_000));
            assertEquals(FULL, e.getMessage());
            assertThrows(IOException.class, () -> fill(vector, 100_000));
            vector.finish(Optional.of("something that came later"));
            assertEquals(Optional.of(FULL), vector.failure());

            String[] lines = content(file, compressed).split("\n", -1);
            assertEquals("", lines[lines.length - 1]);
            assertEquals("# partial: " + FULL, lines[lines.length - 2]);
            for (int i = 1; i < lines.length - 2; i++) {
                assertEquals(String.format("%06d", i), lines[i].substring(0, lines[i].indexOf('\t')));
                assertEquals(13, lines[i].split("\t").length);
            }
            assertTrue(lines.length > 300, lines.length + " lines");
        }
    }

    @Test
    void diskThatIsFullAtTheEndOnlyIsTheSame() throws IOException {
        try (OutputFile file = file(20_000, false)) {
            FlowVector vector = new FlowRows(file, Optional.empty());
            // Less than the buffer for rows, but more than the disk.
            fill(vector, 290);
            vector.finish(Optional.empty());
            String text = content(file, false);
            assertTrue(text.endsWith("\n# partial: " + FULL + "\n"), text);
            assertEquals(Optional.of(FULL), vector.failure());
        }
    }

    @Test
    void vectorThatIsPartialForAnotherReasonSaysSo() throws IOException {
        try (OutputFile file = file(1 << 20, false)) {
            FlowVector vector = new FlowRows(file, Optional.empty());
            vector.row(1, 0, 0, 100, 1, 1, 100, 1, 0, 0, 0);
            vector.finish(Optional.of("the\nreason " + "x".repeat(2000)));
            vector.finish(Optional.of("not twice"));
            assertEquals(Optional.empty(), vector.failure());
            String text = content(file, false);
            assertEquals(3, text.lines().count());
            assertTrue(text.endsWith("\n# partial: the reason " + "x".repeat(1000 - 11) + "\n"), text);
        }
    }

    @Test
    void whatHasReservedItsRoomIsWritten() throws IOException {
        try (OutputFile file = file(100_000, false)) {
            assertThrows(IOException.class, () -> file.reserve(200_000));
            file.reserve(50_000);
            file.write(new byte[50_000], 0, 50_000);
            file.finish();
            assertEquals(50_000, content(file, false).length());
        }
    }

    /** A file that cannot be longer than so many bytes; a write takes what fits, as in Linux. */
    private static final class SmallFile extends RandomAccessFile {
        private final long mostBytes;

        SmallFile(Path path, long mostBytes) throws IOException {
            super(path.toFile(), "rw");
            this.mostBytes = mostBytes;
        }

        @Override
        public void write(byte[] bytes) throws IOException {
            write(bytes, 0, bytes.length);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            long room = mostBytes - getFilePointer();
            super.write(bytes, offset, (int) Math.max(0, Math.min(length, room)));
            if (room < length) {
                throw new IOException("No space left on device");
            }
        }
    }
}
