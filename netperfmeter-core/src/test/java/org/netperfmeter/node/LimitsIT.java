// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.netperfmeter.wire.Acknowledge;
import org.netperfmeter.wire.FileFormat;
import org.netperfmeter.wire.Start;

/** What a passive node refuses, how it says so, and that it serves everybody else. */
@Timeout(60)
class LimitsIT {
    private static final String SILENT = "0:0:0:0";
    private static final String NOT_READ = "0:0:0:1400";

    private static PassiveLimits limit(Limit limit, long value) {
        return PassiveLimits.defaults().with(limit, value);
    }

    /** The node still does what it is for, and has refused this. */
    private static void expectService(RunningPassive passive, Map<Refusal, Long> refusals) throws Exception {
        measure(passive);
        assertEquals(refusals, passive.awaitIdle().refusals());
    }

    private static void measure(RunningPassive passive) throws Exception {
        passive.awaitIdle();
        new ActiveRun(passive.basePort)
                .flow("TCP 100:100:100:100")
                .flow("UDP 100:100:100:100")
                .runUntil(Enough.frames(1));
    }

    // ------ Connections

    @Test
    void clientsThatAreNotAllowedAreClosed() throws Exception {
        try (RunningPassive passive = RunningPassive.open(
                PassiveLimits.defaults().withAllowed(AddressRange.parseList("192.0.2.0/24,2001:db8::/32")))) {
            for (int port : List.of(passive.basePort, passive.basePort + 1)) {
                try (RawConnection refused = RawConnection.to(port)) {
                    refused.expectEnd();
                }
            }
            assertEquals(Map.of(Refusal.NOT_ALLOWED, 2L), passive.awaitIdle().refusals());
            assertEquals(
                    2,
                    passive.events.notes.stream()
                            .filter(note -> note.endsWith(": not in --allow"))
                            .count());
        }
    }

    @Test
    void clientsThatAreAllowedAreServed() throws Exception {
        try (RunningPassive passive = RunningPassive.open(
                PassiveLimits.defaults().withAllowed(AddressRange.parseList("192.0.2.0/24,127.0.0.0/8")))) {
            expectService(passive, Map.of());
        }
    }

    @Test
    void connectionsBeyondTheLimitAreClosedUntilOthersLeave() throws Exception {
        try (RunningPassive passive = RunningPassive.open(limit(Limit.CONNECTIONS_PER_ADDRESS, 5));
                RawActive first = new RawActive(passive, 7)) {
            first.add("TCP", SILENT, Acknowledge.OKAY);
            first.add("TCP", SILENT, Acknowledge.OKAY);
            try (RawConnection unidentified = RawConnection.to(passive.basePort);
                    RawActive second = new RawActive(passive, 8)) {
                second.add("TCP", SILENT, Acknowledge.ERROR);
                try (RawConnection refused = RawConnection.to(passive.basePort)) {
                    refused.expectEnd();
                }
                unidentified.endSending();
                unidentified.expectEnd();
                second.add("TCP", SILENT, Acknowledge.OKAY);
            }
            first.control.close();
            expectService(passive, Map.of(Refusal.TOO_MANY_CONNECTIONS, 2L));
        }
    }

    // ------ Flows and measurements

    @Test
    void flowsBeyondTheLimitAreAnsweredWithError() throws Exception {
        try (RunningPassive passive = RunningPassive.open(limit(Limit.FLOWS, 2))) {
            try (RawActive active = new RawActive(passive, 7)) {
                active.add("TCP", SILENT, Acknowledge.OKAY);
                active.add("TCP", SILENT, Acknowledge.OKAY);
                active.add("TCP", SILENT, Acknowledge.ERROR);
                active.remove(0);
                active.add("TCP", SILENT, Acknowledge.OKAY);
            }
            expectService(passive, Map.of(Refusal.TOO_MANY_FLOWS, 1L));
        }
    }

    @Test
    void measurementsBeyondTheLimitAreAnsweredWithError() throws Exception {
        try (RunningPassive passive = RunningPassive.open(limit(Limit.MEASUREMENTS, 1))) {
            try (RawActive first = new RawActive(passive, 7);
                    RawActive second = new RawActive(passive, 8)) {
                first.add("TCP", SILENT, Acknowledge.OKAY);
                second.add("TCP", SILENT, Acknowledge.ERROR);
                second.say(new Start(8, FileFormat.NONE, FileFormat.NONE));
                second.expect(0, Acknowledge.ERROR);
                first.control.close();
                passive.awaitConnections(1);
                second.add("TCP", SILENT, Acknowledge.OKAY);
                second.start(FileFormat.NONE, FileFormat.NONE);
            }
            expectService(passive, Map.of(Refusal.TOO_MANY_MEASUREMENTS, 2L));
        }
    }

    @Test
    void messagesAndBuffersBeyondTheLimitAreAnsweredWithError() throws Exception {
        try (RunningPassive passive =
                RunningPassive.open(limit(Limit.MESSAGE_BYTES, 16_000).with(Limit.BUFFER_BYTES, 1_000_000))) {
            try (RawActive active = new RawActive(passive, 7)) {
                active.add("TCP", SILENT + ":maxmsgsize=16001", Acknowledge.ERROR);
                active.add("TCP", SILENT + ":sndbuf=1000001", Acknowledge.ERROR);
                active.add("TCP", SILENT + ":rcvbuf=1000001", Acknowledge.ERROR);
                active.add("TCP", SILENT + ":maxmsgsize=16000:sndbuf=1000000:rcvbuf=1000000", Acknowledge.OKAY);
                active.control.send("0200 3e81");
                active.control.expectEnd();
            }
            expectService(passive, Map.of(Refusal.TOO_LARGE, 3L, Refusal.MALFORMED, 1L));
        }
    }

    @Test
    void measurementIsRefusedIfThereIsNoRoomForItsScalars() throws Exception {
        try (RunningPassive passive = RunningPassive.open(limit(Limit.TEMPORARY_BYTES, 1000))) {
            try (RawActive active = new RawActive(passive, 7);
                    RawConnection data = active.flow(SILENT, FileFormat.NONE)) {
                active.say(new Start(7, FileFormat.NONE, FileFormat.PLAIN));
                active.expect(0, Acknowledge.ERROR);
                data.endSending();
            }
            PassiveStatus status = passive.awaitIdle();
            assertEquals(Map.of(Refusal.FAILED, 1L), status.refusals());
            assertEquals(0, status.temporaryBytes());
        }
    }

    // ------ Time

    @Test
    void connectionsThatMakeNoProgressAreClosed() throws Exception {
        try (RunningPassive passive =
                RunningPassive.open(limit(Limit.IDENTIFY_SECONDS, 60).with(Limit.PROGRESS_SECONDS, 120))) {
            try (RawConnection unidentified = RawConnection.to(passive.basePort);
                    RawConnection halfIdentified = RawConnection.to(passive.basePort);
                    RawConnection halfAsked = RawConnection.to(passive.basePort + 1);
                    RawConnection silent = RawConnection.to(passive.basePort + 1);
                    RawActive idle = new RawActive(passive, 7)) {
                halfIdentified.send("0400001a 00000000");
                halfAsked.send("060c0010 00000000");
                idle.add("TCP", SILENT, Acknowledge.OKAY);
                passive.awaitConnections(6);
                passive.letPass(30);
                passive.awaitConnections(6);
                passive.letPass(60);
                unidentified.expectEnd();
                halfIdentified.expectEnd();
                halfAsked.expectEnd();
                passive.letPass(120);
                silent.expectEnd();
                idle.control.expectEnd();
            }
            expectService(passive, Map.of(Refusal.TIME_OUT, 5L));
        }
    }

    @Test
    void timePassesByItself() throws Exception {
        try (RunningPassive passive = RunningPassive.open(limit(Limit.IDENTIFY_SECONDS, 1));
                RawConnection unidentified = RawConnection.to(passive.basePort)) {
            unidentified.expectEnd();
            assertEquals(Map.of(Refusal.TIME_OUT, 1L), passive.awaitIdle().refusals());
        }
    }

    @Test
    void measurementThatTakesTooLongIsEndedAndOthersAreNot() throws Exception {
        try (RunningPassive passive = RunningPassive.open(limit(Limit.MEASUREMENT_SECONDS, 60)
                .with(Limit.IDENTIFY_SECONDS, 60)
                .with(Limit.PROGRESS_SECONDS, 60))) {
            try (RawActive active = new RawActive(passive, 7);
                    RawConnection data = active.flow(NOT_READ, FileFormat.PLAIN)) {
                active.start(FileFormat.PLAIN, FileFormat.PLAIN);
                passive.letPass(60);
                active.control.expectEnd();
                data.skipToEnd();
            }
            expectService(passive, Map.of(Refusal.RUN_TIME, 1L));
        }
    }

    @Test
    void whoMeasuresMayBeSilent() throws Exception {
        try (RunningPassive passive = RunningPassive.open()) {
            ActiveRun run = new ActiveRun(passive.basePort)
                    .flow("TCP 1:100:1:100")
                    .seconds(0)
                    .intervalMicros(100_000);
            ActiveNode node = run.node();
            CompletableFuture<String> failure = EndingsIT.run(node);
            run.events.awaitTick();
            passive.letPass(24 * 60 * 60);
            node.stop();
            assertEquals("", failure.get(20, TimeUnit.SECONDS));
            assertEquals(Map.of(), passive.awaitIdle().refusals());
        }
    }

    // ------ UDP

    @Test
    void udpFlowIsNotAimedAtAThirdParty() throws Exception {
        try (RunningPassive passive = RunningPassive.open()) {
            try (RawActive active = new RawActive(passive, 7);
                    DatagramSocket victim = new DatagramSocket(0, InetAddress.getByName("127.0.0.2"))) {
                active.add("UDP", NOT_READ, Acknowledge.OKAY);
                identify(victim, active, passive);
                active.expect(0, Acknowledge.ERROR);
                active.start(FileFormat.NONE, FileFormat.NONE);
                active.stop();
                victim.setSoTimeout(1);
                assertThrows(SocketTimeoutException.class, () -> victim.receive(new DatagramPacket(new byte[1], 1)));
            }
            expectService(passive, Map.of(Refusal.FOREIGN_UDP, 1L));
        }
    }

    @Test
    void udpFlowFromElsewhereIsTakenIfTheOperatorAllowsIt() throws Exception {
        try (RunningPassive passive =
                RunningPassive.open(PassiveLimits.defaults().withForeignUdp(AddressRange.parseList("127.0.0.2")))) {
            try (RawActive active = new RawActive(passive, 7);
                    DatagramSocket elsewhere = new DatagramSocket(0, InetAddress.getByName("127.0.0.2"))) {
                active.add("UDP", NOT_READ, Acknowledge.OKAY);
                identify(elsewhere, active, passive);
                active.expect(0, Acknowledge.OKAY);
            }
            expectService(passive, Map.of());
        }
    }

    private static void identify(DatagramSocket socket, RawActive active, RunningPassive passive) throws Exception {
        byte[] identify = active.identify(0, FileFormat.NONE);
        socket.send(new DatagramPacket(
                identify, identify.length, new InetSocketAddress(InetAddress.getLoopbackAddress(), passive.basePort)));
    }

    @Test
    void floodOfStrangersDatagramsLeavesNothingBehind() throws Exception {
        try (RunningPassive passive = RunningPassive.open()) {
            Leftovers before = Leftovers.now();
            try (RawActive active = new RawActive(passive, 7);
                    DatagramSocket stranger = new DatagramSocket()) {
                for (int i = 0; i < 5000; i++) {
                    identify(stranger, active, passive);
                }
            }
            PassiveStatus status = passive.awaitIdle();
            assertTrue(status.refusals().getOrDefault(Refusal.UNKNOWN_FLOW, 0L) > 0, status::toString);
            long lines = passive.events.notes.stream()
                    .filter(note -> note.contains("Identify of unknown"))
                    .count();
            assertTrue(lines < 100, "lines: " + lines);
            assertEquals(before, Leftovers.now());
            measure(passive);
            // Datagrams may have waited in the socket until then.
            assertEquals(
                    Set.of(Refusal.UNKNOWN_FLOW), passive.awaitIdle().refusals().keySet());
        }
    }

    // ------ Status

    @Test
    void statusTellsWhoDoesWhat() throws Exception {
        try (RunningPassive passive = RunningPassive.open();
                RawActive active = new RawActive(passive, 0x77);
                RawConnection data = active.flow(SILENT, FileFormat.PLAIN)) {
            active.add("TCP", SILENT, Acknowledge.OKAY);
            active.start(FileFormat.PLAIN, FileFormat.PLAIN);
            try (RawConnection unidentified = RawConnection.to(passive.basePort)) {
                PassiveStatus status = passive.awaitConnections(4);
                assertEquals(1, status.unidentified());
                assertEquals(1, status.measurements());
                assertEquals(1, status.clients().size());
                PassiveStatus.Client client = status.clients().get(0);
                assertEquals(InetAddress.getLoopbackAddress(), client.address().getAddress());
                assertEquals(2, client.flows());
                assertEquals(
                        List.of(0x77L),
                        client.running().stream()
                                .map(PassiveStatus.Running::measurementId)
                                .toList());
                unidentified.endSending();
                unidentified.expectEnd();
            }
            data.endSending();
        }
    }
}
