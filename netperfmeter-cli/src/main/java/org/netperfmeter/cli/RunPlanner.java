// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.cli;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.netperfmeter.cli.RunPlan.Notice;
import org.netperfmeter.node.ActiveConfig;
import org.netperfmeter.node.ControlTransport;
import org.netperfmeter.node.PassiveConfig;
import org.netperfmeter.results.ResultNames;
import org.netperfmeter.traffic.FlowDefinition;
import org.netperfmeter.traffic.FlowList;
import org.netperfmeter.traffic.FlowSpec;
import org.netperfmeter.traffic.FlowSpecParser;
import org.netperfmeter.traffic.TransportProtocol;

/** Decides between active and passive node, and checks everything that can be checked before a socket is opened. */
final class RunPlanner {
    private static final int LOWEST_BASE_PORT = 2;
    private static final int HIGHEST_BASE_PORT = 65534;

    private final Options options;
    private final List<Notice> notices = new ArrayList<>();

    private RunPlanner(Options options) {
        this.options = options;
    }

    /**
     * Makes a plan of a command line.
     *
     * @throws IllegalArgumentException naming the token, the reason and the accepted form
     */
    static RunPlan plan(Options options) {
        return new RunPlanner(options).plan();
    }

    private RunPlan plan() {
        String operand = onlyOperand();
        for (String option : options.historic().withoutEffect()) {
            warn(option + " belongs to NetPerfMeter 1.x and has no effect");
        }
        if (options.control().accepted().isEmpty()) {
            throw new UsageException("-X and -Y leave nothing for the control connection; drop one of them");
        }
        if (options.authentication().secretOptional()
                && options.authentication().secretFile().isEmpty()) {
            throw new UsageException("--secret-optional is for an active node that has a secret: --secret-file=FILE");
        }
        return isPort(operand) ? passive(operand) : active(operand);
    }

    private String onlyOperand() {
        List<String> operands = options.operands();
        if (operands.isEmpty()) {
            throw new UsageException(
                    "nothing to do: give a PORT for a passive node, or HOST[:PORT] and flows for an active node"
                            + swallowedOperand());
        }
        if (operands.size() > 1) {
            throw new UsageException(
                    "'%s' is one operand too many: '%s' came first; a flow needs its protocol before it"
                            .formatted(operands.get(1), operands.get(0)));
        }
        return operands.get(0);
    }

    /** A hint, if the operand may have been taken for a FLOWSPEC. */
    private String swallowedOperand() {
        return options.flows().connections().stream()
                .filter(connection -> connection.specs().size() > 1)
                .findFirst()
                .map(connection -> {
                    List<String> specs = connection.specs();
                    return "; -%s took all words up to the next option, the last of them '%s': put HOST before it"
                            .formatted(
                                    connection.protocol().name().toLowerCase(Locale.ROOT), specs.get(specs.size() - 1));
                })
                .orElse("");
    }

    /** Digits only: so that 127.0.0.1 is a host, and not port 127. */
    static boolean isPort(String operand) {
        return !operand.isEmpty() && operand.chars().allMatch(character -> character >= '0' && character <= '9');
    }

    private RunPlan passive(String operand) {
        ControlOptions control = options.control();
        options.tls()
                .first()
                .ifPresent(option -> warn(option + " has no effect: QUIC is not supported in this version"));
        if (!options.flows().connections().isEmpty()) {
            warn("flows have no effect: '%s' is a port, so this node is passive; flows are defined by the active node"
                    .formatted(operand));
        }
        if (options.results().isAnyWanted()) {
            warn("result files have no effect at a passive node; the active node writes those of both");
        }
        if (options.extensions().json().isWanted()) {
            warn("--json and --json-stream have no effect at a passive node");
        }
        if (options.extensions().seed().isPresent()) {
            warn("--seed has no effect at a passive node, which is told the seed by the active node");
        }
        if (options.extensions().transport().isWanted()) {
            warn("--transport-vector has no effect at a passive node, which is told by the active node");
        }
        if (options.extensions().correctClock()) {
            warnOfWhatIsTold("--correct-clock");
        }
        if (options.extensions().omnetpp()) {
            warnOfWhatIsTold("--omnetpp");
        }
        if (options.extensions().extendedScalars()) {
            warnOfWhatIsTold("--extended-scalars");
        }
        if (options.extensions().peerGeneration().isPresent()) {
            warn("--peer-generation has no effect at a passive node");
        }
        if (options.authentication().secretOptional()) {
            throw new UsageException(
                    "--secret-optional is for active nodes: a passive node with a secret serves nobody without it");
        }
        return new RunPlan.Passive(
                PassiveConfig.builder(basePort(operand), control.accepted())
                        .localData(options.addresses().data())
                        .localControl(options.addresses().control())
                        .v6Only(options.addresses().v6Only())
                        .runtimeSeconds(options.run().runtimeSeconds())
                        .sendBuffer(options.run().sendBuffer())
                        .receiveBuffer(options.run().receiveBuffer())
                        .vectorOverflow(options.extensions().vectorOverflow())
                        .realTime(options.extensions().realTime())
                        .timeStamping(options.extensions().timeStamping())
                        .secret(options.authentication().secret())
                        .limits(options.limits().limits())
                        .intervalMicros(options.extensions().intervalMicros())
                        .build(),
                options.extensions().statusSocket(),
                List.copyOf(notices));
    }

    private void warnOfWhatIsTold(String option) {
        warn(option + " has no effect at a passive node, which is told by the active node");
    }

    private static int basePort(String operand) {
        int port = operand.length() <= 5 ? Integer.parseInt(operand) : Integer.MAX_VALUE;
        if (port < LOWEST_BASE_PORT || port > HIGHEST_BASE_PORT) {
            throw new UsageException(
                    ("'%s' is no base port: it must be a number %d..%d, since its two neighbours are used as well; "
                                    + "a host with such a name is written [%s]")
                            .formatted(operand, LOWEST_BASE_PORT, HIGHEST_BASE_PORT, operand));
        }
        return port;
    }

    private RunPlan active(String operand) {
        PeerEndpoint peer = PeerEndpoint.parse(operand);
        options.limits()
                .first()
                .or(() -> options.extensions().statusSocket().map(path -> "--status-socket"))
                .ifPresent(option -> warn(option + " has no effect at an active node"));
        options.tls().first().ifPresent(option -> {
            throw notSupported(option + ": QUIC");
        });
        Optional<ControlTransport> control = options.control().active();
        List<FlowDefinition> flows = flows();
        ResultOptions results = options.results();
        ExtensionOptions extensions = options.extensions();
        warnOfOptionsForFiles();
        checkOutputFiles(flows);
        return new RunPlan.Active(
                ActiveConfig.builder(peer.host(), peer.port(), flows)
                        .control(control)
                        .localData(options.addresses().data())
                        .localControl(options.addresses().control())
                        .v6Only(options.addresses().v6Only())
                        .runtimeSeconds(options.run().runtimeSeconds())
                        .activeName(results.activeName())
                        .passiveName(results.passiveName())
                        .scalars(results.scalars())
                        .vectors(results.vectors())
                        .transport(extensions.transport())
                        .configFile(results.config())
                        .peerGeneration(extensions.peerGeneration())
                        .vectorOverflow(extensions.vectorOverflow())
                        .realTime(extensions.realTime())
                        .timeStamping(extensions.timeStamping())
                        .secret(options.authentication().secret())
                        .secretOptional(options.authentication().secretOptional())
                        .seed(extensions.seed())
                        .intervalMicros(extensions.intervalMicros())
                        .extendedScalars(extensions.extendedScalars())
                        .correctClock(extensions.correctClock())
                        .fullReport(extensions.json().isWanted())
                        .omnetpp(extensions.omnetpp())
                        .build(),
                extensions.json(),
                List.copyOf(notices));
    }

    /** Options that change files of which none is asked for. */
    private void warnOfOptionsForFiles() {
        ExtensionOptions extensions = options.extensions();
        boolean scalars = options.results().scalars().isWanted();
        boolean vectors = options.results().vectors().isWanted();
        if (extensions.correctClock() && !vectors) {
            warn("--correct-clock has no effect without --vector");
        }
        if (extensions.omnetpp()
                && !scalars
                && !vectors
                && !extensions.transport().isWanted()) {
            warn("--omnetpp has no effect without --scalar, --vector or --transport-vector");
        }
        if (extensions.extendedScalars() && !scalars && !extensions.json().isWanted()) {
            warn("--extended-scalars has no effect without --scalar, --json or --json-stream");
        }
    }

    private void checkOutputFiles(List<FlowDefinition> flows) {
        OutputFiles files = new OutputFiles(options.extensions().json().stream());
        options.console().logFile().ifPresent(log -> files.addName(log.option(), log.path()));
        options.results().config().ifPresent(path -> files.add("--config", path));
        options.extensions().json().file().ifPresent(path -> files.add("--json", path));
        checkTransportFiles(files);
        ResultNames scalars = options.results().scalars();
        checkPattern("--scalar", scalars);
        checkPattern("--vector", options.results().vectors());
        checkPattern("--transport-vector", options.extensions().transport());
        if (scalars.isWanted()) {
            files.add("--scalar", scalars.active());
            files.add("--scalar", scalars.passive());
        }
        ResultNames vectors = options.results().vectors();
        if (vectors.isWanted()) {
            files.add("--vector", vectors.active());
            files.add("--vector", vectors.passive());
            for (FlowDefinition flow : flows) {
                files.add("--vector", vectors.active(flow.flowId(), flow.streamId()));
                files.add("--vector", vectors.passive(flow.flowId(), flow.streamId()));
            }
        }
    }

    private void checkTransportFiles(OutputFiles files) {
        ResultNames transport = options.extensions().transport();
        if (transport.isWanted()) {
            files.add("--transport-vector", transport.activeTransport());
            files.add("--transport-vector", transport.passiveTransport());
        }
    }

    private static void checkPattern(String option, ResultNames names) {
        if (names.isWanted() && names.pattern().matches("(.*/)?\\.{0,2}")) {
            throw new UsageException("%s: '%s' is a directory; the pattern of file names is needed, such as run.sca"
                    .formatted(option, names.pattern()));
        }
    }

    private List<FlowDefinition> flows() {
        if (options.flows().connections().isEmpty()) {
            throw new UsageException("no flows: an active node needs at least one, such as -tcp const0:const1400");
        }
        List<List<FlowSpec>> connections = new ArrayList<>();
        for (FlowArguments.Connection connection : options.flows().connections()) {
            connections.add(flows(connection));
        }
        List<FlowDefinition> flows =
                FlowList.number(connections, options.flows().count());
        warnOfSharedIds(flows);
        hintAtNagle(flows);
        return flows;
    }

    /** Streams may share a flow ID, but only the names of vector files tell their stream IDs (results.md 5.1). */
    private void warnOfSharedIds(List<FlowDefinition> flows) {
        Set<Integer> ids = new HashSet<>();
        Set<Integer> shared = new TreeSet<>(Integer::compareUnsigned);
        flows.stream().map(FlowDefinition::flowId).filter(id -> !ids.add(id)).forEach(shared::add);
        String blind = options.extensions().omnetpp() ? "configuration files" : "scalar and configuration files";
        for (int id : shared) {
            warn("flow ID " + Integer.toUnsignedString(id) + " belongs to several streams, which " + blind
                    + " cannot tell apart");
        }
    }

    private void hintAtNagle(List<FlowDefinition> flows) {
        List<String> heldBack = flows.stream()
                .filter(flow ->
                        flow.protocol().isByteStream() && !flow.options().noDelay())
                .filter(flow -> flow.outbound().isPaced() || flow.inbound().isPaced())
                .map(flow -> "#" + Integer.toUnsignedString(flow.flowId()))
                .toList();
        if (!heldBack.isEmpty()) {
            String more = heldBack.size() > 1 ? " and " + (heldBack.size() - 1) + " more" : "";
            notices.add(new Notice(
                    LogLevel.INFO,
                    "flow " + heldBack.get(0) + more + ": paced frames may be held back by Nagle's algorithm until the"
                            + " peer has acknowledged those before; nodelay=on sends them at once"));
        }
    }

    private List<FlowSpec> flows(FlowArguments.Connection connection) {
        TransportProtocol protocol = connection.protocol();
        if (protocol == TransportProtocol.QUIC) {
            throw notSupported("-" + protocol.name().toLowerCase(Locale.ROOT) + ": " + protocol);
        }
        List<FlowSpec> specs = new ArrayList<>();
        for (String text : connection.specs()) {
            FlowSpec spec = FlowSpecParser.parse(protocol, text);
            if (spec.options().gso() && protocol != TransportProtocol.UDP) {
                throw new UsageException("flow specification \"" + text + "\": gso=on is for UDP flows only");
            }
            spec.notices().forEach(this::warn);
            specs.add(spec);
        }
        if (protocol.isMultiStream()) {
            AssociationOptions.check(connection.specs(), specs).forEach(this::warn);
        }
        return specs;
    }

    private static UsageException notSupported(String what) {
        return new UsageException(what + " is not supported in this version");
    }

    private void warn(String text) {
        notices.add(new Notice(LogLevel.WARNING, text));
    }
}
