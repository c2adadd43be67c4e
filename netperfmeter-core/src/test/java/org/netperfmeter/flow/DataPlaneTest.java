// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.netperfmeter.measurement.FlowSnapshot;
import org.netperfmeter.traffic.FlowDefinition;
import org.netperfmeter.traffic.FlowKey;
import org.netperfmeter.traffic.FlowOptions;
import org.netperfmeter.traffic.TrafficPattern;
import org.netperfmeter.traffic.TransportProtocol;
import org.netperfmeter.transport.Channel;
import org.netperfmeter.transport.DatagramEndpoint;
import org.netperfmeter.transport.Endpoint;
import org.netperfmeter.transport.Listener;
import org.netperfmeter.transport.Poller;
import org.netperfmeter.transport.Route;
import org.netperfmeter.transport.SendBatch;
import org.netperfmeter.transport.SocketOptions;
import org.netperfmeter.transport.StopSignal;
import org.netperfmeter.transport.TimeStamping;
import org.netperfmeter.transport.Transport;
import org.netperfmeter.transport.Transports;
import org.netperfmeter.wire.FileFormat;
import org.netperfmeter.wire.IdentifyFlow;
import org.netperfmeter.wire.MessageCodec;

/** Two data planes of this process, over the loopback interface. */
class DataPlaneTest {
    private static final long FRAMES_OF_INTEREST = 20;
    private static final long STOP_NANOS = 200_000_000;

    private final SystemClock clock = new SystemClock();
    private final BlockingQueue<String> failures = new LinkedBlockingQueue<>();
    private final DataPlane active = plane(true);
    private final DataPlane passive = plane(false);
    private final List<AutoCloseable> resources = new ArrayList<>();
    /** What the receive loop of the passive side does with an Identify from an unknown source, beside telling it. */
    private volatile Runnable identified = () -> {};

    private DataPlane plane(boolean isActive) {
        return new DataPlane(
                isActive, false, TimeStamping.APP, clock, (flow, reason) -> failures.add(reason.getMessage()));
    }

    @AfterEach
    void end() throws Exception {
        active.close();
        passive.close();
        for (AutoCloseable resource : resources) {
            resource.close();
        }
        assertEquals(List.of(), List.copyOf(failures));
    }

    private record Pair(Flow active, Flow passive) {}

    private static FlowDefinition definition(
            int id, TransportProtocol protocol, TrafficPattern outbound, TrafficPattern inbound) {
        return new FlowDefinition(id, 0, "Test", protocol, outbound, inbound, FlowOptions.DEFAULTS);
    }

    /** A connected flow, as both nodes see it; the passive side receives already. */
    private Pair connect(int id, TransportProtocol protocol, TrafficPattern outbound, TrafficPattern inbound)
            throws Exception {
        Transport transport = Transports.of(protocol);
        assumeTrue(transport.support().available(), transport.support().reason());
        InetAddress loopback = InetAddress.getLoopbackAddress();
        FlowKey key = new FlowKey(1, id, 0);
        FlowDefinition there = definition(id, protocol, outbound, inbound);
        FlowDefinition here = definition(id, protocol, inbound, TrafficPattern.SILENT);
        SocketOptions options = SocketOptions.of(FlowOptions.DEFAULTS);
        Endpoint endpoint = transport.open(0, List.of(loopback), options);
        resources.add(endpoint);
        StopSignal stop = new StopSignal();
        resources.add(stop);
        Channel channel = transport.connect(
                Route.to(new InetSocketAddress(loopback, endpoint.localAddress().getPort())),
                options,
                Long.MAX_VALUE,
                stop);
        resources.add(channel);
        Flow activeFlow = new Flow(key, there, channel, true, Optional.empty(), false);
        Flow passiveFlow;
        if (endpoint instanceof DatagramEndpoint shared) {
            BlockingQueue<InetSocketAddress> peers = new LinkedBlockingQueue<>();
            DataPlane.DatagramReception reception = passive.startReceiving(shared, protocol, (message, peer) -> {
                peers.add(peer);
                identified.run();
            });
            identify(channel, key);
            passiveFlow = new Flow(key, here, shared.channelTo(peers.take()), false, Optional.empty(), false);
            passive.startReceiving(passiveFlow, reception);
        } else {
            passiveFlow = new Flow(key, here, accept((Listener) endpoint), false, Optional.empty(), false);
            passive.startReceiving(passiveFlow);
        }
        resources.add(passiveFlow.channel());
        active.startReceiving(activeFlow);
        return new Pair(activeFlow, passiveFlow);
    }

    private static Channel accept(Listener listener) throws Exception {
        try (Poller poller = new Poller(1)) {
            poller.add(listener, Poller.READ, listener);
            poller.await(Long.MAX_VALUE);
            return listener.accept();
        }
    }

    private static void identify(Channel channel, FlowKey key) throws Exception {
        byte[] bytes = MessageCodec.encode(new IdentifyFlow(key, FileFormat.NONE));
        SendBatch batch = new SendBatch(bytes.length, 1);
        batch.add(bytes.length);
        batch.bytes().put(0, bytes);
        channel.send(batch);
    }

    private static void awaitReceivedFrames(Flow flow) {
        while (flow.statistics().snapshot().receivedFrames() < FRAMES_OF_INTEREST) {
            Thread.onSpinWait();
        }
    }

    private void stopAndDrain(List<Flow> actives, List<Flow> passives) throws InterruptedException {
        active.stopSending(actives);
        passive.stopSending(passives);
        assertTrue(passive.drain(passives));
        assertTrue(active.drain(actives));
        passive.stopReceiving(passives);
        active.stopReceiving(actives);
    }

    private static void assertReceivedWhatWasSent(Flow sender, Flow receiver) {
        FlowSnapshot sent = sender.statistics().snapshot();
        FlowSnapshot received = receiver.statistics().snapshot();
        assertEquals(sent.transmittedBytes(), received.receivedBytes());
        assertEquals(sent.transmittedPackets(), received.receivedPackets());
        assertEquals(sent.transmittedFrames(), received.receivedFrames());
        assertEquals(0, received.incompleteFrames());
        assertEquals(0, received.lostPackets());
    }

    @ParameterizedTest
    @EnumSource(
            value = TransportProtocol.class,
            names = {"TCP", "MPTCP"})
    void everythingThatSaturatedAndPacedFlowsSentIsReceived(TransportProtocol protocol) throws Exception {
        List<Pair> pairs = List.of(
                connect(0, protocol, TrafficPattern.constant(0, 1460), TrafficPattern.SILENT),
                connect(1, protocol, TrafficPattern.constant(500, 40000), TrafficPattern.constant(0, 5000)),
                connect(2, protocol, TrafficPattern.SILENT, TrafficPattern.constant(1000, 100)));
        List<Flow> actives = pairs.stream().map(Pair::active).toList();
        List<Flow> passives = pairs.stream().map(Pair::passive).toList();
        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> {
            passive.startSending(passives, 1);
            active.startSending(actives, 1);
            awaitReceivedFrames(passives.get(0));
            awaitReceivedFrames(passives.get(1));
            awaitReceivedFrames(actives.get(1));
            awaitReceivedFrames(actives.get(2));
            stopAndDrain(actives, passives);
        });
        for (Pair pair : pairs) {
            assertReceivedWhatWasSent(pair.active, pair.passive);
            assertReceivedWhatWasSent(pair.passive, pair.active);
        }
    }

    /** What a sender makes up for at once, after a second in which it was kept from its work, fits into a socket's buffer. */
    @Test
    void datagramsOfSeveralFlowsOfOneSocketFindTheirFlows() throws Exception {
        Pair first =
                connect(0, TransportProtocol.UDP, TrafficPattern.constant(150, 1400), TrafficPattern.constant(400, 90));
        Pair second = connect(1, TransportProtocol.UDP, TrafficPattern.constant(150, 700), TrafficPattern.SILENT);
        List<Flow> actives = List.of(first.active, second.active);
        List<Flow> passives = List.of(first.passive, second.passive);
        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> {
            passive.startSending(passives, 1);
            active.startSending(actives, 1);
            awaitReceivedFrames(first.passive);
            awaitReceivedFrames(first.active);
            awaitReceivedFrames(second.passive);
            stopAndDrain(actives, passives);
        });
        assertReceivedWhatWasSent(first.active, first.passive);
        assertReceivedWhatWasSent(first.passive, first.active);
        assertReceivedWhatWasSent(second.active, second.passive);
    }

    @Test
    void datagramsThatTheReceiverHadNoTimeForAreWaitedFor() throws Exception {
        Pair pair = connect(0, TransportProtocol.UDP, TrafficPattern.constant(1000, 100), TrafficPattern.SILENT);
        List<Flow> passives = List.of(pair.passive);
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        identified = () -> {
            busy.countDown();
            awaitUninterrupted(goOn);
        };
        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> {
            try (DatagramSocket stranger = new DatagramSocket()) {
                byte[] bytes = MessageCodec.encode(new IdentifyFlow(new FlowKey(9, 9, 9), FileFormat.NONE));
                stranger.send(new DatagramPacket(
                        bytes, bytes.length, pair.active.channel().peerAddress()));
            }
            busy.await();
            active.startSending(List.of(pair.active), 1);
            while (pair.active.statistics().snapshot().transmittedFrames() < FRAMES_OF_INTEREST) {
                Thread.onSpinWait();
            }
            active.stopSending(List.of(pair.active));
            FutureTask<Boolean> drain = new FutureTask<>(() -> passive.drain(passives));
            Thread draining = new Thread(drain);
            draining.start();
            while (draining.getState() != Thread.State.WAITING && draining.isAlive()) {
                Thread.onSpinWait();
            }
            boolean waits = draining.isAlive();
            goOn.countDown();
            assertTrue(waits, "took what nobody had looked at for silence");
            assertTrue(drain.get());
            passive.stopReceiving(passives);
            active.stopReceiving(List.of(pair.active));
        });
        assertReceivedWhatWasSent(pair.active, pair.passive);
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void sendersWhosePeersDoNotReadAreStoppedWithin200Milliseconds() throws Exception {
        long quickestNanos = Long.MAX_VALUE;
        // The machine of a test may have something else to do.
        for (int trial = 0; trial < 20 && quickestNanos >= STOP_NANOS; trial++) {
            quickestNanos = Math.min(quickestNanos, nanosToStopBlockedSenders(2 * trial));
        }
        assertTrue(quickestNanos < STOP_NANOS, "stopped after " + quickestNanos / 1_000_000 + " ms");
    }

    private long nanosToStopBlockedSenders(int id) throws Exception {
        Pair pair = connect(id, TransportProtocol.TCP, TrafficPattern.constant(0, 1460), TrafficPattern.SILENT);
        Pair paced =
                connect(id + 1, TransportProtocol.TCP, TrafficPattern.constant(1000, 60000), TrafficPattern.SILENT);
        List<Flow> actives = List.of(pair.active, paced.active);
        passive.stopReceiving(List.of(pair.passive, paced.passive));
        return assertTimeoutPreemptively(Duration.ofSeconds(30), () -> {
            active.startSending(actives, 1);
            awaitBlocked(pair.active);
            awaitBlocked(paced.active);
            assertFalse(pair.active.statistics().snapshot().transmittedPackets() == 0);
            long beganNanos = System.nanoTime();
            active.stopSending(actives);
            long nanos = System.nanoTime() - beganNanos;
            active.stopReceiving(actives);
            return nanos;
        });
    }

    @Test
    void endOfAHugeFrameIsNotWaitedFor() throws Exception {
        Pair pair =
                connect(0, TransportProtocol.TCP, TrafficPattern.constant(0, Integer.MAX_VALUE), TrafficPattern.SILENT);
        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> {
            active.startSending(List.of(pair.active), 1);
            while (pair.passive.statistics().snapshot().receivedPackets() < FRAMES_OF_INTEREST) {
                Thread.onSpinWait();
            }
            stopAndDrain(List.of(pair.active), List.of(pair.passive));
        });
        assertEquals(0, pair.active.statistics().snapshot().transmittedFrames());
        assertEquals(
                pair.active.statistics().snapshot().transmittedPackets(),
                pair.passive.statistics().snapshot().receivedPackets());
    }

    @Test
    void channelThatIsClosedAlreadyEndsOnlyItsOwnReception() throws Exception {
        List<Flow> closed = new ArrayList<>();
        for (int loop = 0; loop < Runtime.getRuntime().availableProcessors(); loop++) {
            FlowDefinition definition =
                    definition(loop, TransportProtocol.TCP, TrafficPattern.SILENT, TrafficPattern.SILENT);
            closed.add(new Flow(
                    definition.key(1),
                    definition,
                    new ScriptedChannel(TransportProtocol.TCP),
                    false,
                    Optional.empty(),
                    false));
        }
        closed.forEach(passive::startReceiving);
        Pair pair = connect(100, TransportProtocol.TCP, TrafficPattern.constant(0, 1460), TrafficPattern.SILENT);
        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> {
            active.startSending(List.of(pair.active), 1);
            awaitReceivedFrames(pair.passive);
            stopAndDrain(List.of(pair.active), List.of(pair.passive));
            passive.stopReceiving(closed);
        });
        assertReceivedWhatWasSent(pair.active, pair.passive);
        for (Flow flow : closed) {
            assertTrue(flow.receiver().failure().orElseThrow().contains("EBADF"));
        }
    }

    /** Waits until the kernel has taken nothing for a while. */
    private void awaitBlocked(Flow flow) {
        long before = -1;
        long sinceNanos = clock.nanos();
        while (clock.nanos() - sinceNanos < 200_000_000) {
            long now = flow.statistics().snapshot().transmittedPackets();
            if (now != before) {
                before = now;
                sinceNanos = clock.nanos();
            }
            Thread.onSpinWait();
        }
    }
}
