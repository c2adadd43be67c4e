// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporarySpaceTest {
    private static final int BYTES = 200_000;

    @TempDir
    private Path directory;

    @Test
    void openFilesAreCountedUntilTheyAreClosed() throws IOException {
        TemporarySpace space = new TemporarySpace(directory, Long.MAX_VALUE);
        try (OutputFile first = space.create(false)) {
            fill(first, BYTES);
            assertEquals(BYTES, space.usedBytes());
            try (OutputFile second = space.create(false)) {
                fill(second, BYTES);
                assertEquals(2 * BYTES, space.usedBytes());
            }
            assertEquals(BYTES, space.usedBytes());
        }
        assertEquals(0, space.usedBytes());
    }

    private static void fill(OutputFile file, int bytes) throws IOException {
        file.write(new byte[bytes], 0, bytes);
        file.finish();
    }

    @Test
    void compressedFilesCountAsTheyAreOnTheDisk() throws IOException {
        TemporarySpace space = new TemporarySpace(directory, Long.MAX_VALUE);
        try (OutputFile file = space.create(true)) {
            file.write(new byte[BYTES], 0, BYTES);
            file.finish();
            assertTrue(space.usedBytes() > 0 && space.usedBytes() < 1000, "used: " + space.usedBytes());
        }
        assertEquals(0, space.usedBytes());
    }

    @Test
    void allFilesTogetherStayWithinTheLimit() throws IOException {
        TemporarySpace space = new TemporarySpace(directory, BYTES);
        try (OutputFile first = space.create(false);
                OutputFile second = space.create(false)) {
            fill(first, BYTES - 1);
            fill(second, 1);
            assertEquals(BYTES, space.usedBytes());
            OutputFile third = space.create(false);
            assertEquals(
                    "write temporary file: temporary files have reached their limit of 200000 bytes",
                    assertThrows(IOException.class, () -> fill(third, 1)).getMessage());
            assertThrows(IOException.class, third::close);
            assertEquals(BYTES, space.usedBytes());
        }
    }

    @Test
    void whatIsRefusedTakesNothing() throws IOException {
        TemporarySpace space = new TemporarySpace(directory, 1000);
        try (OutputFile file = space.create(false)) {
            assertThrows(IOException.class, () -> file.write(new byte[BYTES], 0, BYTES));
            assertEquals(0, space.usedBytes());
        }
    }
}
