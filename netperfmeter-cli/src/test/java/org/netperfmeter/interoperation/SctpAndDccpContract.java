// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.interoperation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What must hold between any two nodes on a kernel with SCTP and DCCP, whoever wrote them, with control over SCTP. All
 * flows are switched off well before the end of their run, because the original does not wait for what is under way.
 */
@Tag("vm")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SctpAndDccpContract {
    private static final long EXIT_SECONDS = 240;

    /** How long a fault of the original must be seen, because it may still overcome it. */
    private static final int FAULT_SECONDS = 10;

    /** Of a run that has failed through the original. */
    private static final int REPETITIONS = 3;

    /** Each run, in the order of its making. */
    private final List<Run> runs = new ArrayList<>();

    private final Map<Flow, Run> runOf = new EnumMap<>(Flow.class);

    /** The flows. Where there is no protocol, the flow is a further stream of the association before it. */
    enum Flow {
        TCP(0, 0, "-tcp", "const20:const1000:const20:const1000"),
        DATAGRAMS(1, 0, "-udp", "const20:const500:const20:const500"),
        ASSOCIATION(2, 0, "-sctp", "const20:const1000:const20:const1000"),
        FIRST_STREAM(3, 0, "-sctp", "const20:const500:const20:const500"),
        SECOND_STREAM(4, 1, "", "const10:const3000:const10:const3000:maxmsgsize=1400"),
        THIRD_STREAM(5, 2, "", "const20:exp500:const20:exp500:unordered=1"),
        DCCP(6, 0, "-dccp", "const20:const1000:const20:const1000");

        final int id;
        final int stream;
        private final String protocol;
        private final String specification;

        Flow(int id, int stream, String protocol, String specification) {
            this.id = id;
            this.stream = stream;
            this.protocol = protocol;
            this.specification = specification;
        }

        private List<String> arguments() {
            String text = specification + ":onoff=+0,+2:id=" + id + ":description=" + this;
            return protocol.isEmpty() ? List.of(text) : List.of(protocol, text);
        }
    }

    /**
     * What two nodes have left behind.
     *
     * @param faultOfTheOriginal empty if there is nothing known to be one
     */
    record Run(Path directory, Node active, int activeExit, Node passive, int passiveExit, String faultOfTheOriginal) {
        Scalars activeScalars() {
            return Scalars.active(directory);
        }

        Scalars passiveScalars() {
            return Scalars.passive(directory);
        }
    }

    /** The flows that are measured together. */
    abstract List<List<Flow>> groups();

    abstract Node startPassive(Path directory, int port);

    abstract Node startActive(Path directory, int port, List<String> arguments);

    /** Ends the passive node in order and gives its exit code. */
    abstract int stopPassive(Node passive);

    /**
     * Which fault of the original makes a run fail: one that it also shows with itself. Empty if there is no sign of any.
     * The passive node runs.
     */
    abstract String faultOfTheOriginal(Node active, Node passive);

    @BeforeAll
    void run(@TempDir Path temporary) throws IOException {
        Requirement.SCTP.assume();
        Requirement.DCCP.assume();
        for (List<Flow> group : groups()) {
            Run run = run(temporary, group);
            for (int i = 0; i < REPETITIONS && !run.faultOfTheOriginal().isEmpty(); i++) {
                System.out.println("Repeated: " + run.faultOfTheOriginal() + " with " + group);
                run = run(temporary, group);
            }
            for (Flow flow : group) {
                runOf.put(flow, run);
            }
            runs.add(run);
        }
    }

    private Run run(Path temporary, List<Flow> group) throws IOException {
        Path directory = Files.createTempDirectory(temporary, "run");
        int port = Sockets.freeBasePort();
        List<String> arguments = new ArrayList<>(List.of("-runtime=4", "-scalar=run.sca", "-vector=run.vec"));
        group.forEach(flow -> arguments.addAll(flow.arguments()));
        try (Node passive = startPassive(directory, port);
                Node active = startActive(directory, port, arguments)) {
            String fault = awaitEnd(active, passive);
            return fault.isEmpty()
                    ? new Run(directory, active, active.awaitExit(0), passive, stopPassive(passive), fault)
                    : new Run(directory, active, 1, passive, 1, fault);
        }
    }

    /** Waits for the active node, but not long for one that the original lets down. Gives the fault of the original. */
    private String awaitEnd(Node active, Node passive) {
        String fault = "";
        int faultSeconds = 0;
        for (int second = 0; second < EXIT_SECONDS && faultSeconds < FAULT_SECONDS; second++) {
            if (active.endsWithin(1)) {
                return active.awaitExit(0) == 0 ? "" : faultOfTheOriginal(active, passive);
            }
            fault = faultOfTheOriginal(active, passive);
            faultSeconds = fault.isEmpty() ? 0 : faultSeconds + 1;
        }
        return fault;
    }

    @Test
    void bothNodesEndWithExitCodeZero() {
        for (Run run : runs) {
            assertEquals(0, run.activeExit(), run.active()::toString);
            assertEquals(0, run.passiveExit(), run.passive()::toString);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsSentIsReceivedInBothDirections(Flow flow) {
        Scalars active = runOf.get(flow).activeScalars();
        Scalars passive = runOf.get(flow).passiveScalars();
        assertSentIsReceived(flow, active, passive);
        assertSentIsReceived(flow, passive, active);
    }

    private static void assertSentIsReceived(Flow flow, Scalars sender, Scalars receiver) {
        long sent = sender.flow(flow.id, "Transmitted Packets");
        assertTrue(sent > 0, "nothing was sent");
        assertEquals(sent, receiver.flow(flow.id, "Received Packets"));
        assertEquals(sender.flow(flow.id, "Transmitted Bytes"), receiver.flow(flow.id, "Received Bytes"));
    }

    @ParameterizedTest
    @EnumSource
    void vectorsOfBothNodesAreNamedByFlowAndStream(Flow flow) {
        Path directory = runOf.get(flow).directory();
        for (String side : List.of("active", "passive")) {
            assertTrue(
                    FlowVectorRows.read(directory, side, flow.id, flow.stream)
                                    .column("RelBytes")
                                    .sum()
                            > 0,
                    side);
        }
    }

    /** The runs, in the order of {@link #groups}. */
    final List<Run> runs() {
        return runs;
    }

    final Run run(Flow flow) {
        return runOf.get(flow);
    }
}
