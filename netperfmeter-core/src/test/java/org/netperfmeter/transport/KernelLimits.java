// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.transport;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Numbers under /proc/sys. */
final class KernelLimits {
    private KernelLimits() {}

    static int read(String name) throws IOException {
        // Such a file gives its content to the first read only, and Files.readString starts with one byte.
        try (BufferedReader reader = Files.newBufferedReader(Path.of("/proc/sys", name))) {
            return Integer.parseInt(reader.readLine());
        }
    }
}
