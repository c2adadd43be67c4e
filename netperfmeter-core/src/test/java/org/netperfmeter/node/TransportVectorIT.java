// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.netperfmeter.node.TransportAssumption.assumeTransport;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.netperfmeter.measurement.FlowSnapshot;
import org.netperfmeter.results.MeasurementReport;
import org.netperfmeter.traffic.TransportProtocol;
import org.netperfmeter.transport.TimeStamping;

/** Two nodes in one JVM: what the kernel says is recorded beside what the nodes count. */
@Timeout(60)
class TransportVectorIT {
    private static RunningPassive passive;

    @TempDir
    private Path directory;

    @BeforeAll
    static void openPassive() throws IOException {
        passive = RunningPassive.open();
    }

    @AfterAll
    static void closePassive() {
        passive.close();
    }

    private ActiveRun run() {
        return new ActiveRun(passive.basePort)
                .flow("TCP 50:1000:50:1000")
                .flow("UDP 50:100")
                .intervalMicros(200_000)
                .scalars(directory.resolve("run.sca"));
    }

    /** So many samples, and some traffic. */
    private static Predicate<NodeTick> samples(int count) {
        return Enough.intervals(count).and(Enough.frames(10));
    }

    /** A column of the rows of a flow. */
    private List<String> column(String name, int flowId) throws IOException {
        return column("active", name, flowId);
    }

    private List<String> column(String node, String name, int flowId) throws IOException {
        List<String> lines = Files.readAllLines(directory.resolve("run-" + node + "-transport.vec"));
        int column = List.of(lines.get(0).split("\t", -1)).indexOf(name) + 1;
        assertTrue(column > 0, name);
        List<String> values = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] fields = line.split("\t", -1);
            if (fields[4].equals(Integer.toString(flowId))) {
                values.add(fields[column]);
            }
        }
        return values;
    }

    private static long number(List<String> values, int index) {
        return Long.parseLong(values.get(index));
    }

    @Test
    void kernelsViewIsSampledAtEveryIntervalAndAtTheEnd() throws Exception {
        run().transport(directory.resolve("run.vec")).runUntil(samples(5));

        List<String> sent = column("SentBytes", 0);
        int last = sent.size() - 1;
        assertTrue(last >= 3, sent::toString);
        for (int i = 1; i <= last; i++) {
            assertTrue(number(sent, i - 1) <= number(sent, i), sent::toString);
        }
        long counted = ResultFiles.scalars(directory.resolve("run-active.sca")).get("flow[0] Transmitted Bytes");
        assertTrue(number(sent, last) > 0, sent::toString);
        // Each flow is announced by an Identify of 26 bytes; a frame may come after the last sample.
        assertTrue(number(sent, last) <= counted + 26, sent + " of " + counted);
        assertTrue(column("RTT", 0).stream().allMatch(rtt -> Double.parseDouble(rtt) > 0));
        assertEquals(Set.of("\"ESTABLISHED\""), Set.copyOf(column("State", 0)));
        assertEquals(Set.of("nan"), Set.copyOf(column("RTT", 1)));
        assertEquals(Set.of("0"), Set.copyOf(column("Drops", 1)));
        assertEquals(column("RelTime", 0), column("RelTime", 1));
        assertEquals("0.000000", column("RelTime", 0).get(0));

        String scalars = Files.readString(directory.resolve("run-active.sca"));
        assertTrue(scalars.contains("scalar \"netPerfMeter.active.flow[0]\" \"Transport RTT Mean\" "), scalars);
        assertTrue(scalars.contains("scalar \"netPerfMeter.active.flow[1]\" \"Transport Drops\" "), scalars);
    }

    /** Where the passive node sends, its kernel is the one that knows. */
    @Test
    void passiveNodeTellsOfTheSocketFromWhichItSends() throws Exception {
        ActiveRun run = new ActiveRun(passive.basePort)
                .flow("TCP 0:0:200:10000")
                .flow("UDP 0:0:50:100")
                .intervalMicros(200_000)
                .scalars(directory.resolve("run.sca"))
                .transport(directory.resolve("run.vec"));
        run.runUntil(samples(5));

        List<String> acked = column("passive", "AckedBytes", 0);
        int last = acked.size() - 1;
        assertTrue(last >= 3, acked::toString);
        for (int i = 1; i <= last; i++) {
            assertTrue(number(acked, i - 1) <= number(acked, i), acked::toString);
        }
        assertTrue(number(acked, 0) < number(acked, last), acked::toString);
        Map<String, Long> sent = ResultFiles.scalars(directory.resolve("run-passive.sca"));
        assertTrue(number(acked, last) <= sent.get("flow[0] Transmitted Bytes"), acked + " of " + sent);
        // The other end of the same connection, which sends nothing but an Identify of 26 bytes, and counts its SYN.
        assertEquals(Set.of("27"), Set.copyOf(column("AckedBytes", 0)));
        assertEquals(column("LocalAddress", 0), column("passive", "RemoteAddress", 0));
        assertEquals(Set.of("0"), Set.copyOf(column("passive", "Drops", 1)));
        assertTrue(column("passive", "RTT", 0).stream().allMatch(rtt -> Double.parseDouble(rtt) > 0));
        assertEquals("0.000000", column("passive", "RelTime", 0).get(0));

        assertEquals(number(acked, last), sent.get("flow[0] Transport AckedBytes"));
        assertEquals(true, run.events.awaitReport().facts().get("peerTransportVector"));
        assertEquals(List.of(), run.events.warnings());
        assertEquals(
                Set.of("run-active.sca", "run-passive.sca", "run-active-transport.vec", "run-passive-transport.vec"),
                ResultFiles.names(directory));
    }

    @Test
    void passiveNodeCompressesWhatItTells() throws Exception {
        run().scalars(directory.resolve("run.sca.bz2"))
                .transport(directory.resolve("run.vec.bz2"))
                .runUntil(Enough.frames(1));

        for (String node : List.of("active", "passive")) {
            String text = ResultFiles.text(directory.resolve("run-" + node + "-transport.vec.bz2"));
            assertTrue(text.startsWith("AbsTime\t"), text);
            assertTrue(text.contains("\t\"ESTABLISHED\"\t"), text);
        }
    }

    @Test
    void extendedScalarsOfBothNodesHaveWhatTheirKernelsSay() throws Exception {
        run().extendedScalars().runUntil(Enough.frames(1));

        assertEquals(Set.of("run-active.sca", "run-passive.sca"), ResultFiles.names(directory));
        for (String node : List.of("active", "passive")) {
            String scalars = Files.readString(directory.resolve("run-" + node + ".sca"));
            assertTrue(scalars.contains("." + node + ".flow[0]\" \"Transport RTT Mean\" "), scalars);
            assertTrue(scalars.contains("." + node + ".flow[1]\" \"Transport Drops\" "), scalars);
        }
    }

    @Test
    void measurementThatIsStoppedHasTheWholeVectorOfThePassiveNode() throws Exception {
        run().transport(directory.resolve("run.vec")).seconds(50).runUntil(Enough.frames(10));

        List<String> acked = column("passive", "AckedBytes", 0);
        assertTrue(number(acked, acked.size() - 1) > 0, acked::toString);
        assertFalse(
                Files.readString(directory.resolve("run-passive-transport.vec")).contains("partial"));
        assertTrue(Files.readString(directory.resolve("run-active-transport.vec"))
                .endsWith("# partial: interrupted before the run time was over\n"));
    }

    @Test
    void lostPassiveNodeLeavesNoVectorOfAnEarlierRun() throws Exception {
        Path missing = directory.resolve("run-passive-transport.vec");
        Files.writeString(missing, "earlier");
        RunningPassive soonGone = RunningPassive.open();
        ActiveRun run = new ActiveRun(soonGone.basePort)
                .flow("TCP 50:1000:50:1000")
                .transport(directory.resolve("run.vec"))
                .seconds(50);
        ActiveNode node = run.node();
        CompletableFuture<?> running =
                CompletableFuture.runAsync(() -> assertThrows(MeasurementFailedException.class, node::run));
        run.events.awaitTick();
        soonGone.close();
        running.get(30, TimeUnit.SECONDS);

        assertEquals(Set.of("run-active-transport.vec", "run-passive-transport.vec~"), ResultFiles.names(directory));
        assertTrue(run.events.warnings().contains("WARNING missing, not fetched from the passive node: " + missing));
    }

    @Test
    void nothingIsAddedUnlessAskedFor() throws Exception {
        run().run();

        assertEquals(Set.of("run-active.sca", "run-passive.sca"), ResultFiles.names(directory));
        assertFalse(Files.readString(directory.resolve("run-active.sca")).contains("Transport"));
    }

    @Test
    void hostDelayIsToldWhereTheKernelStamps() throws Exception {
        ActiveRun run = new ActiveRun(passive.basePort)
                .flow("UDP 50:100:50:100")
                .flow("TCP 50:100:50:100")
                .timeStamping(TimeStamping.KERNEL);
        run.runUntil(Enough.frames(25));

        List<MeasurementReport.Flow> flows = run.events.awaitReport().flows();
        assertEquals(2, flows.size());
        for (MeasurementReport.Flow flow : flows) {
            assertEquals("kernel", flow.facts().get("timeStamping"));
            double hostDelayMicros = (double) flow.facts().get("meanHostDelayMicros");
            // One host, one clock: nothing arrives before it was sent, and the host's part is no more than a second.
            assertTrue(hostDelayMicros > 0 && hostDelayMicros < 1e6, () -> hostDelayMicros + " us");
            FlowSnapshot counters = flow.counters();
            assertTrue(counters.minDelayMicros() > -100, counters::toString);
        }
    }

    @Test
    void hostDelayIsUnknownWhereTheProgramStamps() throws Exception {
        ActiveRun run = new ActiveRun(passive.basePort)
                .flow("UDP 50:100:50:100")
                .flow("TCP 50:100:50:100")
                .timeStamping(TimeStamping.APP);
        run.runUntil(Enough.frames(25));

        for (MeasurementReport.Flow flow : run.events.awaitReport().flows()) {
            assertFalse(flow.facts().containsKey("timeStamping"), flow::toString);
        }
    }

    @Test
    void hostDelayOfMptcpIsUnknown() throws Exception {
        assumeTransport(TransportProtocol.MPTCP);
        ActiveRun run =
                new ActiveRun(passive.basePort).flow("MPTCP 50:100:50:100").timeStamping(TimeStamping.KERNEL);
        run.runUntil(Enough.frames(25));

        MeasurementReport.Flow flow = run.events.awaitReport().flows().get(0);
        assertFalse(flow.facts().containsKey("timeStamping"), flow::toString);
        assertFalse(flow.facts().containsKey("meanHostDelayMicros"), flow::toString);
    }
}
