// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.netperfmeter.node.ResultFiles.assertSameCounters;
import static org.netperfmeter.node.ResultFiles.scalars;
import static org.netperfmeter.node.TransportAssumption.assumeTransport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.netperfmeter.traffic.TransportProtocol;

/** Two nodes in one JVM: what was sent is what was received, to the byte, on every path without loss. */
@Timeout(60)
class CountersIT {
    private static final String IPV4 = "127.0.0.1";
    private static final String IPV6 = "::1";
    private static final int FRAMES = 20;

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

    /**
     * A sender that was kept from its work for up to a second makes up for it at once: what it then sends as datagrams fits
     * into the receiver's buffer.
     */
    static Stream<Arguments> paths() {
        List<List<String>> measurements = List.of(
                List.of("TCP 200:1000:100:500"),
                List.of("TCP 0:1440:0:1440"),
                List.of("TCP 0:20000:0:100:maxmsgsize=1400:nodelay=on"),
                List.of("TCP 50:5000:40:7001:maxmsgsize=1400"),
                List.of("UDP 80:1000:90:700"),
                List.of("UDP 15:5000:12:7000:maxmsgsize=1000:gso=on", "UDP 40:1000:50:500"),
                List.of("TCP 0:1440:0:1440:batch=1"),
                List.of("UDP 50:3000:40:2500:maxmsgsize=1000"),
                List.of("MPTCP 200:1000:100:500"),
                List.of("MPTCP 0:1440:0:1440"),
                List.of("TCP 100:500:100:500:onoff=+0.05,+0.1,repeat"),
                List.of(
                        "TCP exp100:uniform100,900:uniform50,150:exp400",
                        "TCP 100:100",
                        "UDP 50:60:70:80",
                        "TCP 0:0:0:800"));
        return measurements.stream().flatMap(flows -> Stream.of(Arguments.of(IPV4, flows), Arguments.of(IPV6, flows)));
    }

    @ParameterizedTest
    @MethodSource("paths")
    void everyCounterIsEqualOnBothSides(String host, List<String> flows) throws Exception {
        assumeHost(host);
        ActiveRun run = new ActiveRun(passive.basePort).host(host).scalars(directory.resolve("run.sca"));
        for (String flow : flows) {
            assumeTransport(TransportProtocol.valueOf(flow.substring(0, flow.indexOf(' '))));
            run.flow(flow);
        }
        run.runUntil(Enough.frames(FRAMES));
        Map<String, Long> active = scalars(directory.resolve("run-active.sca"));
        Map<String, Long> passiveCounters = scalars(directory.resolve("run-passive.sca"));
        for (int i = 0; i < flows.size(); i++) {
            assertSameCounters("flow[" + i + "]", active, passiveCounters);
            assertSameCounters("flow[" + i + "]", passiveCounters, active);
            assertTraffic(flows.get(i).split("[ :]", -1), "flow[" + i + "]", active);
        }
        assertSameCounters("total", active, passiveCounters);
        assertSameCounters("total", passiveCounters, active);
    }

    /** A direction has traffic if the specification gives it a size. */
    private static void assertTraffic(String[] specification, String object, Map<String, Long> active) {
        boolean sends = !specification[2].equals("0");
        boolean receives = specification.length > 4 && !specification[4].equals("0");
        assertEquals(sends, active.get(object + " Transmitted Frames") >= FRAMES, "sent by " + object);
        assertEquals(receives, active.get(object + " Received Frames") >= FRAMES, "received by " + object);
    }

    @Test
    void framesAreCutIntoMessagesOfTheGivenSize() throws Exception {
        new ActiveRun(passive.basePort)
                .flow("TCP 50:5000:40:7001:maxmsgsize=1400")
                .scalars(directory.resolve("run.sca"))
                .runUntil(Enough.frames(FRAMES));
        Map<String, Long> active = scalars(directory.resolve("run-active.sca"));
        long sentFrames = active.get("flow[0] Transmitted Frames");
        assertEquals(4 * sentFrames, active.get("flow[0] Transmitted Packets"));
        assertEquals(5000 * sentFrames, active.get("flow[0] Transmitted Bytes"));
        long receivedFrames = active.get("flow[0] Received Frames");
        assertEquals(6 * receivedFrames, active.get("flow[0] Received Packets"));
        // The last message of a frame has one byte of it, but no message is shorter than its header.
        assertEquals((7000 + 48) * receivedFrames, active.get("flow[0] Received Bytes"));
    }

    /** How long it takes is told, not judged: it is the host's time, too. */
    @Test
    void hundredFlowsAreSetUp(TestReporter reporter) throws Exception {
        ActiveRun run = new ActiveRun(passive.basePort).scalars(directory.resolve("run.sca"));
        for (int i = 0; i < 100; i++) {
            run.flow("TCP 10:100:10:100");
        }
        long beginNanos = System.nanoTime();
        run.runUntil(Enough.frames(1));
        long setUpMillis = (run.events.awaitStart() - beginNanos) / 1_000_000;
        reporter.publishEntry("set-up of 100 TCP flows, ms", Long.toString(setUpMillis));
        assertSameCounters(
                "total", scalars(directory.resolve("run-active.sca")), scalars(directory.resolve("run-passive.sca")));
    }

    @Test
    void twoActiveNodesAreServedAtOnce() throws Exception {
        List<CompletableFuture<Void>> runs = new ArrayList<>();
        for (String name : List.of("one", "two")) {
            ActiveRun run = new ActiveRun(passive.basePort)
                    .flow("TCP 0:1000:100:500")
                    .flow("UDP 100:200:100:200")
                    .scalars(directory.resolve(name + ".sca"))
                    .vectors(directory.resolve(name + ".vec"));
            runs.add(CompletableFuture.runAsync(() -> runUnchecked(run), task -> new Thread(task, name).start()));
        }
        runs.forEach(CompletableFuture::join);
        for (String name : List.of("one", "two")) {
            Map<String, Long> active = scalars(directory.resolve(name + "-active.sca"));
            Map<String, Long> served = scalars(directory.resolve(name + "-passive.sca"));
            for (String object : List.of("flow[0]", "flow[1]", "total")) {
                assertSameCounters(object, active, served);
                assertSameCounters(object, served, active);
            }
        }
    }

    private static void runUnchecked(ActiveRun run) {
        try {
            run.runUntil(Enough.frames(FRAMES));
        } catch (MeasurementFailedException e) {
            throw new CompletionException(e);
        }
    }

    @Test
    void controlMayRunOverMptcp() throws Exception {
        assumeTransport(TransportProtocol.MPTCP);
        try (RunningPassive overMptcp = RunningPassive.openWithControlOverMptcp()) {
            for (ControlTransport control : List.of(ControlTransport.TCP, ControlTransport.MPTCP)) {
                Path scalars = directory.resolve(control + ".sca");
                new ActiveRun(overMptcp.basePort)
                        .control(control)
                        .flow("TCP 100:500:100:500")
                        .scalars(scalars)
                        .runUntil(Enough.frames(FRAMES));
                assertSameCounters(
                        "total",
                        scalars(directory.resolve(control + "-active.sca")),
                        scalars(directory.resolve(control + "-passive.sca")));
            }
        }
    }

    private static void assumeHost(String host) throws IOException {
        assumeTrue(
                NetworkInterface.getByInetAddress(InetAddress.getByName(host)) != null,
                "this host has no address " + host);
    }
}
