// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.cli;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The files that a run will write: each by one option only, and each where it can be written. */
final class OutputFiles {
    private final Map<Path, String> optionByPath = new HashMap<>();

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
     * @throws UsageException if another option writes it as well
     */
    void addName(String option, Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        boolean isDevice = Files.exists(absolute) && !Files.isRegularFile(absolute) && !Files.isDirectory(absolute);
        String other = isDevice ? null : optionByPath.put(absolute, option);
        if (other != null) {
            throw new UsageException("%s and %s would both write the file '%s'; give them different names"
                    .formatted(other, option, path));
        }
    }

    private static UsageException notWritable(String option, Path path, String reason) {
        return new UsageException("%s: cannot write '%s': %s".formatted(option, path, reason));
    }
}
