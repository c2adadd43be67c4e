// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.transport;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A release of the kernel. */
record KernelVersion(int major, int minor) {
    private static final Pattern RELEASE = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})\\b.*");

    static KernelVersion ofThisHost() {
        return parse(System.getProperty("os.version"));
    }

    /** Parses {@code 6.1.0-18-amd64}; what is not understood counts as the oldest. */
    static KernelVersion parse(String release) {
        Matcher matcher = RELEASE.matcher(release);
        return matcher.matches()
                ? new KernelVersion(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)))
                : new KernelVersion(0, 0);
    }

    boolean isAtLeast(int otherMajor, int otherMinor) {
        return major > otherMajor || (major == otherMajor && minor >= otherMinor);
    }
}
