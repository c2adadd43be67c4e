// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The files that a run will write: each by one option only, each where it can be written, and none of them standard output
 * if that has another purpose.
 */
final class OutputFiles {
    private static final Path STANDARD_OUTPUT = Path.of("/proc/self/fd/1");
    private static final Set<Path> STANDARD_OUTPUTS =
            Set.of(STANDARD_OUTPUT, Path.of("/dev/fd/1"), Path.of("/dev/stdout"));

    private final Map<Path, String> optionByPath = new HashMap<>();
    private final Optional<Path> standardOutput;

    /** @param hasEvents whether standard output gets events, and nothing else */
    OutputFiles(boolean hasEvents) {
        this(hasEvents ? Optional.of(STANDARD_OUTPUT) : Optional.empty());
    }

    /** @param standardOutput a name of it, if it has events */
    OutputFiles(Optional<Path> standardOutput) {
        this.standardOutput = standardOutput;
    }

    /**
     * Adds a file.
     *
     * @throws UsageException if another option writes it as well, or it could not be written
     */
    void add(String option, Path path) {
        addName(option, path);
        Path absolute = path.toAbsolutePath().normalize();
        Path directory = absolute.getParent();
        if (directory == null || Files.isDirectory(absolute)) {
            throw notWritable(option, path, "it is a directory");
        } else if (!Files.exists(directory)) {
            throw notWritable(option, path, "there is no directory '" + directory + "'");
        } else if (!Files.isDirectory(directory)) {
            throw notWritable(option, path, "'" + directory + "' is no directory");
        } else if (Files.exists(absolute) && !Files.isWritable(absolute)) {
            throw notWritable(option, path, "the existing file is write-protected");
        } else if (!isOpenedAsItIs(absolute) && !Files.isWritable(directory)) {
            throw notWritable(option, path, "no permission to write into the directory '" + directory + "'");
        }
    }

    /** Anything else is written beside its name first. */
    private static boolean isOpenedAsItIs(Path path) {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS) && !Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Adds a file that is checked by whoever opens it.
     *
     * @throws UsageException if another option writes it as well, or the events
     */
    void addName(String option, Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        if (standardOutput.isPresent() && isStandardOutput(absolute)) {
            throw new UsageException(
                    "%s: '%s' is standard output, which --json-stream has for itself".formatted(option, path));
        }
        boolean isDevice = Files.exists(absolute) && !Files.isRegularFile(absolute) && !Files.isDirectory(absolute);
        String other = isDevice ? null : optionByPath.put(absolute, option);
        if (other != null) {
            throw new UsageException("%s and %s would both write the file '%s'; give them different names"
                    .formatted(other, option, path));
        }
    }

    /** Of what is no regular file, such as a terminal, only the names are known to be its. */
    private boolean isStandardOutput(Path absolute) {
        try {
            return STANDARD_OUTPUTS.contains(absolute)
                    || (Files.isRegularFile(absolute) && Files.isSameFile(absolute, standardOutput.get()));
        } catch (IOException e) {
            return false;
        }
    }

    private static UsageException notWritable(String option, Path path, String reason) {
        return new UsageException("%s: cannot write '%s': %s".formatted(option, path, reason));
    }
}
