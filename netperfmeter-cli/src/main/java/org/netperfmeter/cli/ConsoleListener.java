// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.cli;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.netperfmeter.node.NodeListener;
import org.netperfmeter.node.NodeTick;
import org.netperfmeter.results.MeasurementReport;
import org.netperfmeter.traffic.FlowDefinition;
import org.netperfmeter.traffic.HarmlessText;
import org.netperfmeter.transport.ConnectionFacts;
import org.netperfmeter.transport.EffectiveBuffers;

/** Tells the user what happens in a node (cli.md 14.1). */
final class ConsoleListener implements NodeListener {
    private final Console console;
    private final Parameters parameters;
    private final LiveLine liveLine;
    private final Map<FlowDefinition, EffectiveBuffers> buffers = new ConcurrentHashMap<>();

    /**
     * What the block of global parameters says.
     *
     * @param runtimeSeconds 0: until stopped
     */
    record Parameters(
            double runtimeSeconds,
            String activeName,
            String passiveName,
            List<InetAddress> localData,
            List<InetAddress> localControl) {}

    ConsoleListener(Console console, Parameters parameters, int columns) {
        this.console = console;
        this.parameters = parameters;
        this.liveLine = new LiveLine(parameters.runtimeSeconds(), columns, console.hasLiveColours());
    }

    /** The block of global parameters. */
    void globalParameters() {
        double runtime = parameters.runtimeSeconds();
        console.log(LogLevel.INFO, """
                Global Parameters:
                 - Runtime                   = %s
                 - Minimum Logging Level     = %d
                 - Active Node Name          = %s
                 - Passive Node Name         = %s
                 - Local Data Address(es)    = %s
                 - Local Control Address(es) = %s""".formatted(
                        runtime > 0 ? SixDigits.format(runtime) + " s" : "until manual stop",
                        console.level().number(),
                        parameters.activeName(),
                        parameters.passiveName(),
                        AddressText.of(parameters.localData()),
                        AddressText.of(parameters.localControl())));
    }

    @Override
    public void note(Level level, String text) {
        // Text that comes from elsewhere cannot pretend to be a record of its own.
        console.log(LogLevel.of(level), HarmlessText.of(text));
    }

    @Override
    public void controlConnecting(long measurementId, InetSocketAddress data, InetSocketAddress control, String via) {
        console.log(LogLevel.INFO, """
                Active Mode:
                - Measurement ID  = %s
                - Remote Address  = %s
                - Control Address = %s - connecting via %s ...""".formatted(
                        FlowText.measurement(measurementId), AddressText.of(data), AddressText.of(control), via));
    }

    @Override
    public void flowConnecting(FlowDefinition flow, InetSocketAddress peer) {
        console.log(
                LogLevel.INFO,
                "Flow #" + Integer.toUnsignedString(flow.flowId()) + ": connecting " + flow.protocol() + " socket to "
                        + AddressText.of(peer) + " from " + AddressText.of(parameters.localData()) + " ...");
    }

    @Override
    public void flowConnected(FlowDefinition flow, ConnectionFacts connection) {
        buffers.put(flow, connection.buffers());
    }

    @Override
    public void listening(List<String> controlChannels, List<String> dataChannels) {
        console.log(LogLevel.INFO, """
                Passive Mode: Waiting for incoming connections:
                 - Control Channel = %s
                 - Data Channel    = %s""".formatted(String.join(", ", controlChannels), String.join(", ", dataChannels)));
    }

    @Override
    public void measurementStarting(long measurementId, List<FlowDefinition> flows) {
        String blocks =
                flows.stream().map(flow -> parameters(flow, measurementId)).collect(Collectors.joining());
        String measurement = FlowText.measurement(measurementId);
        console.log(LogLevel.INFO, "Prepared measurement " + measurement + ":\n" + blocks.stripTrailing());
        console.log(LogLevel.INFO, "Starting measurement " + measurement + " ...");
    }

    @Override
    public void tick(NodeTick tick) {
        if (console.isDisplayed()) {
            console.show(liveLine.render(tick));
        }
    }

    @Override
    public void measurementStopping(long measurementId) {
        // So that no old numbers stand below the summary. An active node has no more ticks after this.
        console.finishLine();
        console.log(LogLevel.INFO, "Stopping measurement " + FlowText.measurement(measurementId) + " ...");
    }

    @Override
    public void fileWritten(Path path) {
        console.log(LogLevel.INFO, "Written results [" + path + "]");
    }

    @Override
    public void measurementEnded(MeasurementReport report) {
        if (report.active()) {
            for (MeasurementReport.Flow flow : report.flows()) {
                String block =
                        parameters(flow.definition(), report.measurementId()) + FlowText.statistics(flow.counters());
                console.log(LogLevel.INFO, block.stripTrailing());
            }
        }
        console.log(LogLevel.INFO, "Stopped measurement " + FlowText.measurement(report.measurementId()));
        if (report.active()) {
            console.log(LogLevel.INFO, ReportTable.render(report));
        }
    }

    private String parameters(FlowDefinition flow, long measurementId) {
        return FlowText.parameters(flow, measurementId, Optional.ofNullable(buffers.get(flow)));
    }
}
