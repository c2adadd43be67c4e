// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.cli;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.netperfmeter.node.ActiveConfig;
import org.netperfmeter.node.MeasurementFailedException;
import org.netperfmeter.traffic.FlowDefinition;
import org.netperfmeter.traffic.TransportProtocol;
import org.netperfmeter.transport.Transport.Support;

/** The transport protocols that this host offers. */
final class HostProtocols {
    private static final List<TransportProtocol> ORDER = List.of(
            TransportProtocol.TCP,
            TransportProtocol.MPTCP,
            TransportProtocol.UDP,
            TransportProtocol.SCTP,
            TransportProtocol.DCCP,
            TransportProtocol.QUIC);

    private final Function<TransportProtocol, Support> supportOf;

    HostProtocols(Function<TransportProtocol, Support> supportOf) {
        this.supportOf = supportOf;
    }

    /** A line for each protocol: whether it can be used, and if not, why. */
    String listing() {
        StringBuilder text = new StringBuilder();
        for (TransportProtocol protocol : ORDER) {
            Support support = supportOf.apply(protocol);
            text.append(String.format(
                    "%-6s %s\n", protocol, support.available() ? "available" : "not available: " + support.reason()));
        }
        return text.toString();
    }

    /**
     * Makes sure that a measurement can be connected from here. Control over SCTP that nobody insists on is not needed.
     *
     * @throws MeasurementFailedException naming what is impossible, and why; of several flows of a protocol the first
     */
    void require(ActiveConfig config) throws MeasurementFailedException {
        List<String> impossible = new ArrayList<>();
        config.control()
                .ifPresent(control -> check(
                        control.protocol(), ControlOptions.asking(control) + ": control over " + control, impossible));
        Set<TransportProtocol> known = EnumSet.noneOf(TransportProtocol.class);
        for (FlowDefinition flow : config.flows()) {
            if (known.add(flow.protocol())) {
                String name = flow.protocol() + " flow #" + Integer.toUnsignedString(flow.flowId());
                check(flow.protocol(), name, impossible);
            }
        }
        if (!impossible.isEmpty()) {
            throw new MeasurementFailedException(String.join("; ", impossible));
        }
    }

    private void check(TransportProtocol protocol, String what, List<String> impossible) {
        Support support = supportOf.apply(protocol);
        if (!support.available()) {
            impossible.add(what + " is not possible on this host: " + support.reason());
        }
    }
}
