// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.interoperation;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where the built program and the tools of the test bed are. */
final class TestBed {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private TestBed() {}

    /** The launcher of the unpacked distribution. */
    static String netperfmeter() {
        return Path.of("target/netperfmeter/bin/netperfmeter").toAbsolutePath().toString();
    }

    /** A file of {@code examples/testbed}. */
    static String tool(String name) {
        return ROOT.resolve("examples/testbed").resolve(name).toString();
    }

    /** The project's directory. */
    static Path root() {
        return ROOT;
    }

    static boolean hasVirtualMachine() {
        return Commands.found("qemu-system-x86_64", "busybox") && Files.exists(cache().resolve("kernel/complete"));
    }

    /** Where the tools of the test bed keep what they have fetched or compiled. */
    private static Path cache() {
        return Optional.ofNullable(System.getenv("NETPERFMETER_TESTBED_CACHE"))
                .map(Path::of)
                .orElseGet(() -> Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
                        .map(Path::of)
                        .orElse(Path.of(System.getProperty("user.home"), ".cache"))
                        .resolve("netperfmeter-testbed"));
    }
}
