// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import org.netperfmeter.wire.FlowSettings;
import org.netperfmeter.wire.Hello;

/** What a node says of itself. */
final class LocalHost {
    private LocalHost() {}

    /** The Hello of this node. */
    static Hello hello(long measurementId) {
        return new Hello(
                measurementId,
                FlowSettings.CAPABILITY,
                software(),
                System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                System.getProperty("os.version"),
                Runtime.getRuntime().availableProcessors());
    }

    /** Name and version of this software. */
    static String software() {
        String version = LocalHost.class.getPackage().getImplementationVersion();
        return "NetPerfMeter/Java " + (version == null ? "(unpackaged)" : version);
    }
}
