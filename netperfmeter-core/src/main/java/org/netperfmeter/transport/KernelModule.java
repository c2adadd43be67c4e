// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.transport;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Modules of the running kernel. */
final class KernelModule {
    private static final Path MODULES = Path.of("/lib/modules");

    private KernelModule() {}

    /** Why there are no sockets of a protocol that a module brings. */
    static String reason(String protocol, String module) {
        return reason(protocol, module, MODULES.resolve(System.getProperty("os.version")));
    }

    static String reason(String protocol, String module, Path modules) {
        return isInstalled(module, modules)
                ? "the kernel's module " + module + " is not loaded (modprobe " + module + ")"
                : "this kernel has no " + protocol;
    }

    private static boolean isInstalled(String module, Path modules) {
        Pattern entry = Pattern.compile("(.*/)?" + Pattern.quote(module) + "\\.ko(\\.\\w+)?:.*");
        try (Stream<String> lines = Files.lines(modules.resolve("modules.dep"))) {
            return lines.anyMatch(line -> entry.matcher(line).matches());
        } catch (IOException e) {
            return false;
        }
    }
}
