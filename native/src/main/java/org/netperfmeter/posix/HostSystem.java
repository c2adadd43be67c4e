// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.posix;

import java.util.Locale;

/** The systems whose constants were audited (one column each in {@link StructLayout}), and all others. */
enum HostSystem {
    LINUX_X86_64,
    LINUX_AARCH64,
    OTHER;

    static final HostSystem CURRENT = of(System.getProperty("os.name"), System.getProperty("os.arch"));

    static HostSystem of(String osName, String osArch) {
        if (!osName.toLowerCase(Locale.ROOT).equals("linux")) {
            return OTHER;
        }
        return switch (osArch.toLowerCase(Locale.ROOT)) {
            case "amd64", "x86_64" -> LINUX_X86_64;
            case "aarch64", "arm64" -> LINUX_AARCH64;
            default -> OTHER;
        };
    }
}
