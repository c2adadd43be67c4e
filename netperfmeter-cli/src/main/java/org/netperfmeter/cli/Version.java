// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.cli;

import java.util.Objects;

/** The version of this program, from the manifest of its jar. */
final class Version {
    private Version() {}

    static String number() {
        return Objects.requireNonNullElse(Version.class.getPackage().getImplementationVersion(), "(unreleased)");
    }

    static String banner() {
        return "NetPerfMeter " + number();
    }
}
