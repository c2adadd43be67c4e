// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** The meters, whose nodes can measure with each other. */
enum Program {
    OURS {
        @Override
        List<String> passive(Bench bench, int port) {
            return List.of(bench.netperfmeter(), Integer.toString(port));
        }

        @Override
        List<String> active(Bench bench, int port) {
            return List.of(bench.netperfmeter(), "127.0.0.1:" + port, "-y");
        }

        @Override
        void require() {}
    },

    /** NetPerfMeter 1.9.4 of Debian 12. Its passive node does not start on a kernel without SCTP unless deceived. */
    ORIGINAL {
        @Override
        List<String> passive(Bench bench, int port) {
            return List.of(bench.tool("without-sctp"), PATH, Integer.toString(port));
        }

        @Override
        List<String> active(Bench bench, int port) {
            return List.of(PATH, "127.0.0.1:" + port, "-control-over-tcp");
        }

        @Override
        void require() throws MissingException {
            Host.require(PATH, "netperfmeter");
        }
    };

    private static final String PATH = "/usr/bin/netperfmeter";

    /** The command of a passive node on this base port. */
    abstract List<String> passive(Bench bench, int port);

    /** How the command of an active node begins that measures with it. */
    abstract List<String> active(Bench bench, int port);

    abstract void require() throws MissingException;

    /** The command of an active node; options stand before flows, as the original wants it. */
    List<String> active(Bench bench, int port, List<String> options, List<String> flows) {
        List<String> command = new ArrayList<>(active(bench, port));
        command.addAll(options);
        command.addAll(flows);
        return command;
    }
}
