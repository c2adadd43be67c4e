// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.cli;

import java.util.Comparator;
import java.util.Map;
import java.util.stream.Collectors;
import org.netperfmeter.node.PassiveStatus;

/** The status of a passive node for people and scripts: a fact a line, its name first. */
final class StatusText {
    private StatusText() {}

    static String of(PassiveStatus status) {
        StringBuilder text = new StringBuilder();
        line(text, "uptime", status.upSeconds() + " s");
        line(text, "clients", status.clients().size());
        line(text, "measurements", status.measurements());
        line(
                text,
                "flows",
                status.clients().stream().mapToInt(PassiveStatus.Client::flows).sum());
        line(text, "connections and flows", status.connections());
        line(text, "unidentified connections", status.unidentified());
        line(text, "temporary results", status.temporaryBytes() + " bytes");
        status.clients().stream()
                .sorted(Comparator.comparingLong(PassiveStatus.Client::connectedSeconds)
                        .reversed())
                .forEach(client -> line(text, "client " + AddressText.of(client.address()), of(client)));
        status.refusals().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> line(text, "refused " + entry.getKey(), entry.getValue()));
        return text.toString();
    }

    private static void line(StringBuilder text, String name, Object value) {
        text.append(name).append(": ").append(value).append('\n');
    }

    private static String of(PassiveStatus.Client client) {
        return "control over %s for %d s, %d flows, %s"
                .formatted(
                        client.control(),
                        client.connectedSeconds(),
                        client.flows(),
                        client.running().isEmpty()
                                ? "no measurement"
                                : client.running().stream()
                                        .map(running -> "measurement " + FlowText.measurement(running.measurementId())
                                                + " for " + running.seconds() + " s")
                                        .collect(Collectors.joining(", ")));
    }
}
