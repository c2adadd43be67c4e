// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.reliability;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Where the files of a run are; deleted at its end, unless they are needed to find out what was wrong. */
final class WorkDirectory implements AutoCloseable {
    private final Path path;
    private boolean kept = true;

    private WorkDirectory(Path path) {
        this.path = path;
    }

    static WorkDirectory create(String name) throws IOException {
        return new WorkDirectory(Files.createTempDirectory(name + "-"));
    }

    /** The program under test, as it was built. */
    static Path program() {
        return Path.of(
                System.getProperty("netperfmeter.root", "."), "netperfmeter-cli/target/netperfmeter/bin/netperfmeter");
    }

    Path path() {
        return path;
    }

    /** Says whether it is to stay; it does if nobody says anything. */
    void keep(boolean keep) {
        kept = keep;
    }

    @Override
    public void close() throws IOException {
        if (kept) {
            System.out.println("All files are in " + path);
        } else {
            delete(path);
        }
    }

    /** Deletes a directory with all that is in it. */
    static void delete(Path directory) throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.walk(directory)) {
            files = found.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
    }
}
