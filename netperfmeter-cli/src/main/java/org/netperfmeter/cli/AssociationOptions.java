// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.netperfmeter.traffic.BufferSize;
import org.netperfmeter.traffic.FlowOptions;
import org.netperfmeter.traffic.FlowSpec;

/** Flow options that the streams of an SCTP association have in common, since they share its socket (protocol.md 1.7). */
final class AssociationOptions {
    private static final String NAGLE = "nodelay=off";

    private AssociationOptions() {}

    /**
     * Compares what the FLOWSPECs of an association ask for with what they can get.
     *
     * @param texts the FLOWSPECs as they were typed
     * @param specs the same, understood
     * @return what is ignored, a line each
     * @throws UsageException if multipath transfer is asked for
     */
    static List<String> check(List<String> texts, List<FlowSpec> specs) {
        List<String> warnings = new ArrayList<>();
        FlowOptions first = specs.get(0).options();
        for (int stream = 0; stream < specs.size(); stream++) {
            FlowOptions options = specs.get(stream).options();
            String text = texts.get(stream);
            String name = "flow specification \"" + text + "\": ";
            if (options.cmt() != 0) {
                throw new UsageException(
                        name + "SCTP of Linux has no concurrent multipath transfer; leave out cmt=, or give cmt=off");
            }
            for (String option : ignored(text, options, first)) {
                warnings.add(name + option + " is ignored at this node: streams share the socket of their "
                        + "association, and it has the options of the first");
            }
        }
        return warnings;
    }

    /** What a FLOWSPEC asks for, by the names of its options, and the first one of its association does not. */
    private static List<String> ignored(String text, FlowOptions wanted, FlowOptions first) {
        List<String> names = new ArrayList<>();
        if (differs(wanted.receiveBuffer(), first.receiveBuffer())) {
            names.add("rcvbuf=" + wanted.receiveBuffer().bytes());
        }
        if (differs(wanted.sendBuffer(), first.sendBuffer())) {
            names.add("sndbuf=" + wanted.sendBuffer().bytes());
        }
        if (wanted.v6Only() && !first.v6Only()) {
            names.add("v6only");
        }
        if (wanted.noDelay() && !first.noDelay()) {
            names.add("nodelay=on");
        }
        // It is the default, too: asked for only by who has typed it. A colon separates the options, wherever it
        // stands.
        if (!wanted.noDelay()
                && first.noDelay()
                && Arrays.asList(text.split(":")).contains(NAGLE)) {
            names.add(NAGLE);
        }
        if (!wanted.congestionControl().equals(FlowOptions.DEFAULT_CONGESTION_CONTROL)
                && !wanted.congestionControl().equals(first.congestionControl())) {
            names.add("cc=" + wanted.congestionControl());
        }
        return names;
    }

    /** A size that nobody typed asks for nothing. */
    private static boolean differs(BufferSize wanted, BufferSize first) {
        return wanted.required() && wanted.bytes() != first.bytes();
    }
}
