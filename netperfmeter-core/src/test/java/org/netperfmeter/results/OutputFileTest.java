// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.results;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutputFileTest {
    private static final byte[] TEXT = new Random(1)
            .ints(100_000, 0, 1_000_000)
            .mapToObj(Integer::toString)
            .collect(Collectors.joining("\n"))
            .getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path directory;

    private static byte[] unpacked(byte[] bytes) throws IOException {
        return new BZip2CompressorInputStream(new ByteArrayInputStream(bytes)).readAllBytes();
    }

    private static byte[] content(OutputFile file) throws IOException {
        try (ReadableByteChannel channel = file.read()) {
            return Channels.newInputStream(channel).readAllBytes();
        }
    }

    @Test
    void namedFileHasWhatWasWritten() throws IOException {
        Path path = directory.resolve("run.vec");
        Files.writeString(path, "an older and longer file".repeat(100_000));
        try (OutputFile file = OutputFile.create(path)) {
            file.write(TEXT, 0, 8);
            file.write(TEXT, 8, TEXT.length - 8);
        }
        assertArrayEquals(TEXT, Files.readAllBytes(path));
    }

    @Test
    void suffixBz2Compresses() throws IOException {
        Path path = directory.resolve("run.vec.bz2");
        try (OutputFile file = OutputFile.create(path)) {
            file.write(TEXT, 0, TEXT.length);
        }
        byte[] bytes = Files.readAllBytes(path);
        assertEquals("BZh9", new String(bytes, 0, 4, StandardCharsets.US_ASCII));
        assertArrayEquals(TEXT, unpacked(bytes));
    }

    @Test
    void contentThatIsCompressedAlreadyIsStoredAsItIs() throws IOException {
        Path path = directory.resolve("run.vec.bz2");
        try (OutputFile file = OutputFile.create(path, false)) {
            file.write(TEXT, 0, TEXT.length);
        }
        assertArrayEquals(TEXT, Files.readAllBytes(path));
    }

    @Test
    void compressedFileWithoutContentIsAValidArchive() throws IOException {
        Path path = directory.resolve("run.bz2");
        OutputFile.create(path).close();
        assertEquals(14, Files.size(path));
        assertEquals(0, unpacked(Files.readAllBytes(path)).length);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void temporaryFileIsReadBackAsOftenAsWanted(boolean compressed) throws IOException {
        try (OutputFile file = OutputFile.temporary(compressed)) {
            file.write(TEXT, 0, TEXT.length);
            file.finish();
            file.finish();
            byte[] bytes = content(file);
            assertArrayEquals(TEXT, compressed ? unpacked(bytes) : bytes);
            assertArrayEquals(bytes, content(file));
        }
    }

    @Test
    void temporaryFileHasNoName() throws IOException {
        try (OutputFile file = OutputFile.temporary(directory, false);
                Stream<Path> names = Files.list(directory)) {
            file.write(TEXT, 0, TEXT.length);
            assertEquals(0, names.count());
            file.finish();
            assertArrayEquals(TEXT, content(file));
        }
    }

    @Test
    void missingDirectoryIsNamed() {
        Path path = directory.resolve("missing/run.sca");
        IOException e = assertThrows(IOException.class, () -> OutputFile.create(path));
        assertTrue(e.getMessage().startsWith("create " + path), e.getMessage());
    }

    @Test
    void failedWriteNamesTheFile() throws IOException {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "no /dev/full");
        OutputFile file = OutputFile.create(full);
        file.write(TEXT, 0, 8);
        IOException e = assertThrows(IOException.class, file::finish);
        assertTrue(e.getMessage().startsWith("write /dev/full: "), e.getMessage());
        assertThrows(IOException.class, file::close);
    }

    // ------ Names

    private List<String> names() throws IOException {
        try (Stream<Path> names = Files.list(directory)) {
            return names.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    private static void write(OutputFile file, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        file.write(bytes, 0, bytes.length);
    }

    @Test
    void fileHasAnotherNameUntilItIsClosed() throws IOException {
        OutputFile file = OutputFile.create(directory.resolve("run.vec"));
        write(file, "a\n");
        file.flush();
        assertEquals(List.of("run.vec.part"), names());
        assertEquals("a\n", Files.readString(directory.resolve("run.vec.part")));
        file.close();
        assertEquals(List.of("run.vec"), names());
    }

    @Test
    void previousFileIsKeptAndTheOneBeforeItIsNot() throws IOException {
        Path path = directory.resolve("run.vec");
        for (String content : List.of("first", "second", "third")) {
            try (OutputFile file = OutputFile.create(path)) {
                write(file, content);
            }
        }
        assertEquals(List.of("run.vec", "run.vec~"), names());
        assertEquals("third", Files.readString(path));
        assertEquals("second", Files.readString(directory.resolve("run.vec~")));
    }

    @Test
    void permissionsAreThoseOfThePreviousFile() throws IOException {
        Path path = Files.writeString(directory.resolve("secret"), "first");
        Set<PosixFilePermission> permissions = PosixFilePermissions.fromString("rw-r-----");
        Files.setPosixFilePermissions(path, permissions);
        OutputFile.create(path).close();
        assertEquals(permissions, Files.getPosixFilePermissions(path));
    }

    @Test
    void discardedFileLeavesThePreviousOneAndNothingElse() throws IOException {
        Path path = Files.writeString(directory.resolve("run.vec"), "first");
        OutputFile file = OutputFile.create(path);
        write(file, "second");
        file.discard();
        assertEquals(List.of("run.vec"), names());
        assertEquals("first", Files.readString(path));
    }

    @Test
    void abandonedFileKeepsItsOtherName() throws IOException {
        OutputFile file = OutputFile.create(directory.resolve("run.vec"));
        write(file, "a\n");
        assertEquals(Optional.of(directory.resolve("run.vec.part")), file.abandon());
        assertEquals("a\n", Files.readString(directory.resolve("run.vec.part")));
        assertEquals(List.of("run.vec.part"), names());
    }

    @Test
    void unfinishedFileOfAnotherRunIsNotTouched() throws IOException {
        Files.writeString(directory.resolve("run.vec.part"), "of a run that was killed");
        try (OutputFile file = OutputFile.create(directory.resolve("run.vec"))) {
            write(file, "new");
            file.flush();
            assertEquals("new", Files.readString(directory.resolve("run.vec.part2")));
        }
        assertEquals("of a run that was killed", Files.readString(directory.resolve("run.vec.part")));
        assertEquals(List.of("run.vec", "run.vec.part"), names());
    }

    @Test
    void targetOfASymbolicLinkIsWrittenAsItIsAndNotBeforeThereIsContent() throws IOException {
        Path target = Files.writeString(directory.resolve("target"), "an older and longer text");
        Path link = Files.createSymbolicLink(directory.resolve("link"), Path.of("target"));
        OutputFile discarded = OutputFile.create(link);
        discarded.discard();
        assertEquals("an older and longer text", Files.readString(target));
        try (OutputFile file = OutputFile.create(link)) {
            assertEquals("an older and longer text", Files.readString(target));
            write(file, "new");
        }
        assertEquals("new", Files.readString(target));
        assertEquals(List.of("link", "target"), names());
        assertTrue(Files.isSymbolicLink(link));
    }

    @Test
    void pipeIsWrittenAsItIs() throws Exception {
        Path pipe = directory.resolve("pipe");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
        Process reader = new ProcessBuilder("cat", pipe.toString()).start();
        try (OutputFile file = OutputFile.create(pipe)) {
            write(file, "through the pipe");
        }
        assertEquals("through the pipe", new String(reader.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        assertEquals(List.of("pipe"), names());
    }

    @Test
    void directoryInThePlaceOfTheFileLeavesTheContentUnderItsOtherName() throws IOException {
        OutputFile file = OutputFile.create(directory.resolve("run.vec"));
        write(file, "a\n");
        Files.createDirectories(directory.resolve("run.vec/full"));
        IOException e = assertThrows(IOException.class, file::close);
        assertTrue(e.getMessage().contains(directory.resolve("run.vec.part").toString()), e.getMessage());
        assertEquals("a\n", Files.readString(directory.resolve("run.vec.part")));
    }

    // ------ Full disks

    @Test
    void reservedRoomIsNotPartOfTheFile() throws IOException {
        Path path = directory.resolve("run.sca");
        try (OutputFile file = OutputFile.create(path)) {
            file.reserve(100_000);
            assertTrue(Files.size(directory.resolve("run.sca.part")) >= 100_000);
            write(file, "short");
        }
        assertEquals("short", Files.readString(path));
    }

    @Test
    void finishedFileTakesNoMore() throws IOException {
        try (OutputFile file = OutputFile.temporary(false)) {
            assertThrows(IllegalStateException.class, file::read);
            file.finish();
            assertThrows(IllegalStateException.class, () -> file.write(TEXT, 0, 1));
            assertEquals(0, content(file).length);
        }
    }
}
