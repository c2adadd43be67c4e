// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.netperfmeter.flow.SystemClock;
import org.netperfmeter.traffic.BufferSize;
import org.netperfmeter.traffic.FlowDefinition;
import org.netperfmeter.traffic.FlowKey;
import org.netperfmeter.traffic.FlowOptions;
import org.netperfmeter.traffic.TrafficPattern;
import org.netperfmeter.traffic.TransportProtocol;

class GatekeeperTest {
    private static final InetSocketAddress HERE = new InetSocketAddress("192.0.2.1", 4711);
    private static final InetSocketAddress HERE_TOO = new InetSocketAddress("192.0.2.1", 4712);
    private static final InetSocketAddress THERE = new InetSocketAddress("2001:db8::1", 4711);

    private final NodeEvents events = new NodeEvents();
    private final Refusals refusals = new Refusals(events, new SystemClock());

    private Gatekeeper gatekeeper(PassiveLimits limits) {
        return new Gatekeeper(limits, refusals);
    }

    private Gatekeeper gatekeeper(Limit limit, long value) {
        return gatekeeper(PassiveLimits.defaults().with(limit, value));
    }

    private static FlowKey key(long measurementId, int flowId) {
        return new FlowKey(measurementId, flowId, 0);
    }

    private static FlowDefinition flow(FlowOptions options) {
        return new FlowDefinition(
                0, 0, "", TransportProtocol.TCP, TrafficPattern.SILENT, TrafficPattern.SILENT, options);
    }

    private static boolean take(Gatekeeper.Client client, long measurementId, int flowId) {
        return client.takeFlow(key(measurementId, flowId), flow(FlowOptions.DEFAULTS));
    }

    // ------ Connections

    @Test
    void everybodyMayConnectByDefault() {
        assertTrue(gatekeeper(PassiveLimits.defaults()).enter(HERE));
        assertEquals(Map.of(), refusals.counts());
    }

    @Test
    void onlyThoseWhoAreAllowedMayConnect() {
        Gatekeeper gatekeeper = gatekeeper(
                PassiveLimits.defaults().withAllowed(AddressRange.parseList("192.0.2.0/24,198.51.100.0/24")));
        assertTrue(gatekeeper.enter(HERE));
        assertFalse(gatekeeper.enter(THERE));
        assertEquals(1, gatekeeper.connections());
        assertEquals(Map.of(Refusal.NOT_ALLOWED, 1L), refusals.counts());
        assertEquals(List.of("WARNING [2001:db8::1]:4711: not in --allow"), events.notes);
    }

    @Test
    void connectionThatLeavesMakesRoomForAnother() {
        Gatekeeper gatekeeper =
                gatekeeper(PassiveLimits.defaults().with(Limit.CONNECTIONS, 2).with(Limit.CONNECTIONS_PER_ADDRESS, 2));
        assertTrue(gatekeeper.enter(HERE));
        assertTrue(gatekeeper.enter(THERE));
        assertFalse(gatekeeper.enter(HERE_TOO));
        gatekeeper.leave(THERE);
        assertTrue(gatekeeper.enter(HERE_TOO));
        assertFalse(gatekeeper.enter(THERE));
        assertEquals(2, gatekeeper.connections());
        assertEquals(Map.of(Refusal.TOO_MANY_CONNECTIONS, 2L), refusals.counts());
        assertEquals("WARNING 192.0.2.1:4712: more than --max-connections=2", events.notes.get(0));
    }

    @Test
    void anAddressDoesNotTakeTheRoomOfAnother() {
        Gatekeeper gatekeeper = gatekeeper(Limit.CONNECTIONS_PER_ADDRESS, 1);
        assertTrue(gatekeeper.enter(HERE));
        assertFalse(gatekeeper.enter(HERE_TOO));
        assertTrue(gatekeeper.enter(THERE));
        gatekeeper.leave(HERE);
        assertTrue(gatekeeper.enter(HERE_TOO));
        assertEquals("WARNING 192.0.2.1:4712: more than --max-connections-per-address=1", events.notes.get(0));
    }

    // ------ Flows and measurements

    @Test
    void flowsCountAsConnectionsOfTheirClient() {
        Gatekeeper gatekeeper = gatekeeper(Limit.CONNECTIONS_PER_ADDRESS, 3);
        assertTrue(gatekeeper.enter(HERE));
        Gatekeeper.Client client = gatekeeper.new Client(HERE);
        assertTrue(take(client, 7, 0));
        assertTrue(take(client, 7, 1));
        assertFalse(take(client, 7, 2));
        assertFalse(gatekeeper.enter(HERE_TOO));
        client.giveFlow(key(7, 0));
        assertTrue(take(client, 7, 2));
        assertEquals(3, gatekeeper.connections());
    }

    @Test
    void flowsAreLimitedInEachMeasurement() {
        Gatekeeper gatekeeper = gatekeeper(Limit.FLOWS, 2);
        Gatekeeper.Client client = gatekeeper.new Client(HERE);
        assertTrue(take(client, 7, 0));
        assertTrue(take(client, 7, 1));
        assertFalse(take(client, 7, 2));
        assertTrue(take(client, 8, 0));
        assertTrue(take(gatekeeper.new Client(HERE_TOO), 7, 3));
        assertEquals(List.of("WARNING 192.0.2.1:4711: more than --max-flows=2"), events.notes);
        assertEquals(Map.of(Refusal.TOO_MANY_FLOWS, 1L), refusals.counts());
    }

    @Test
    void measurementCountsFromItsFirstFlowToItsLast() {
        Gatekeeper gatekeeper = gatekeeper(Limit.MEASUREMENTS, 1);
        Gatekeeper.Client first = gatekeeper.new Client(HERE);
        Gatekeeper.Client second = gatekeeper.new Client(HERE_TOO);
        assertTrue(take(first, 7, 0));
        assertTrue(take(first, 7, 1));
        assertTrue(first.takeMeasurement(7));
        assertEquals(1, gatekeeper.measurements());
        assertFalse(take(second, 8, 0));
        assertFalse(second.takeMeasurement(8));
        first.giveMeasurement(7);
        first.giveFlow(key(7, 0));
        assertFalse(take(second, 8, 0));
        first.giveFlow(key(7, 1));
        assertEquals(0, gatekeeper.measurements());
        assertTrue(take(second, 8, 0));
        assertEquals(Map.of(Refusal.TOO_MANY_MEASUREMENTS, 3L), refusals.counts());
    }

    @Test
    void measurementWithoutFlowsCountsWhileItRuns() {
        Gatekeeper gatekeeper = gatekeeper(Limit.MEASUREMENTS, 1);
        Gatekeeper.Client client = gatekeeper.new Client(HERE);
        assertTrue(client.takeMeasurement(7));
        assertFalse(client.takeMeasurement(8));
        client.giveMeasurement(7);
        client.giveMeasurement(7);
        assertEquals(0, gatekeeper.measurements());
        assertTrue(client.takeMeasurement(8));
    }

    @Test
    void clientThatIsGoneGivesBackEverything() {
        Gatekeeper gatekeeper = gatekeeper(PassiveLimits.defaults());
        assertTrue(gatekeeper.enter(HERE));
        Gatekeeper.Client client = gatekeeper.new Client(HERE);
        take(client, 7, 0);
        take(client, 7, 1);
        take(client, 8, 0);
        client.takeMeasurement(8);
        client.takeMeasurement(9);
        assertEquals(3, gatekeeper.measurements());
        client.giveAll();
        client.giveFlow(key(7, 0));
        assertEquals(0, gatekeeper.measurements());
        assertEquals(1, gatekeeper.connections());
        gatekeeper.leave(HERE);
        assertEquals(0, gatekeeper.connections());
    }

    @Test
    void messagesAndBuffersOfAFlowAreLimited() {
        Gatekeeper.Client client = gatekeeper(
                PassiveLimits.defaults().with(Limit.MESSAGE_BYTES, 1400).with(Limit.BUFFER_BYTES, 1_000_000))
        .new Client(HERE);
        FlowOptions fitting = FlowOptions.builder()
                .maxMessageBytes(1400)
                .sendBuffer(new BufferSize(1_000_000, true))
                .receiveBuffer(new BufferSize(1_000_000, true))
                .build();
        assertTrue(client.takeFlow(key(7, 0), flow(fitting)));
        for (FlowOptions tooLarge : List.of(
                fitting.toBuilder().maxMessageBytes(1401).build(),
                fitting.toBuilder().sendBuffer(new BufferSize(1_000_001, true)).build(),
                fitting.toBuilder()
                        .receiveBuffer(new BufferSize(1_000_001, true))
                        .build())) {
            assertFalse(client.takeFlow(key(7, 1), flow(tooLarge)));
        }
        assertEquals(Map.of(Refusal.TOO_LARGE, 3L), refusals.counts());
    }

    // ------ UDP

    @Test
    void udpFlowComesFromTheAddressOfItsClient() {
        Gatekeeper gatekeeper = gatekeeper(PassiveLimits.defaults());
        assertTrue(gatekeeper.mayIdentify(HERE_TOO, HERE));
        assertFalse(gatekeeper.mayIdentify(THERE, HERE));
        assertEquals(Map.of(Refusal.FOREIGN_UDP, 1L), refusals.counts());
        assertEquals(
                List.of(
                        "WARNING 192.0.2.1:4711: a UDP flow comes from 2001:db8::1, which is not in --allow-foreign-udp"),
                events.notes);
    }

    @Test
    void udpFlowComesFromWhereTheOperatorAllows() {
        Gatekeeper gatekeeper =
                gatekeeper(PassiveLimits.defaults().withForeignUdp(AddressRange.parseList("2001:db8::/32")));
        assertTrue(gatekeeper.mayIdentify(THERE, HERE));
        assertTrue(gatekeeper.mayIdentify(HERE_TOO, HERE));
        assertFalse(gatekeeper.mayIdentify(HERE, THERE));
    }
}
