// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.results;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * A file with a name for the time while it is written, beside the one that it is to have. So whatever happens to the program,
 * no file has a final name that is not complete, and no file that was there before is lost.
 */
record Placement(Path temporary, Path target) {
    private static final String UNFINISHED_SUFFIX = ".part";
    private static final String PREVIOUS_SUFFIX = "~";

    /**
     * Creates an empty file beside this path: with {@code .part} behind its name, or {@code .part2} and so on if that is
     * there already.
     *
     * @return empty if what has that name is neither a regular file nor nothing, and thus is to be written as it is: a pipe, a
     *     device, or a symbolic link, which stands for whatever it leads to
     */
    static Optional<Placement> beside(Path path) throws IOException {
        boolean exists = Files.exists(path, LinkOption.NOFOLLOW_LINKS);
        boolean isRegular = Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
        if (exists && !isRegular) {
            return Optional.empty();
        }
        for (int number = 1; ; number++) {
            Path temporary = withSuffix(path, UNFINISHED_SUFFIX + (number == 1 ? "" : number));
            try {
                Files.createFile(temporary);
            } catch (FileAlreadyExistsException e) {
                // What is left of a run that was killed, or belongs to one that goes on.
                continue;
            }
            if (isRegular) {
                keepPermissions(path, temporary);
            }
            return Optional.of(new Placement(temporary, path));
        }
    }

    private static void keepPermissions(Path from, Path to) throws IOException {
        try {
            Files.setPosixFilePermissions(to, Files.getPosixFilePermissions(from));
        } catch (UnsupportedOperationException e) {
            // This file system has none.
        }
    }

    /** Gives the file its name. One that has it is kept, as {@link #setAside} does. */
    void moveIntoPlace() throws IOException {
        try {
            setAside(target);
            Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
        } catch (FileSystemException e) {
            throw new IOException("rename " + temporary + " to " + target + ": " + reason(e), e);
        }
    }

    /** Gives a regular file the name of its predecessor: its own with {@code ~} behind it. Only one is kept. */
    static void setAside(Path path) throws IOException {
        if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
            Files.move(path, withSuffix(path, PREVIOUS_SUFFIX), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    void discard() throws IOException {
        Files.deleteIfExists(temporary);
    }

    private static Path withSuffix(Path path, String suffix) {
        return path.resolveSibling(path.getFileName() + suffix);
    }

    /** In words: the message of these exceptions may be nothing but the path. */
    static String reason(FileSystemException e) {
        if (e.getReason() != null) {
            return e.getReason();
        }
        return e instanceof NoSuchFileException
                ? "No such file or directory"
                : e.getClass().getSimpleName();
    }
}
