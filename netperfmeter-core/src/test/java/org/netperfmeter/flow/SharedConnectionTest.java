// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.netperfmeter.traffic.FlowDefinition;
import org.netperfmeter.traffic.FlowKey;
import org.netperfmeter.traffic.FlowOptions;
import org.netperfmeter.traffic.TrafficPattern;
import org.netperfmeter.traffic.TransportProtocol;
import org.netperfmeter.transport.NarrowAssociation;
import org.netperfmeter.transport.TimeStamping;

/** Flows that share a connection, which is the bottleneck. */
class SharedConnectionTest {
    private static final int MESSAGES = 10_000;
    private static final TrafficPattern SATURATED = TrafficPattern.constant(0, 1000);
    /** More than the connection can carry. */
    private static final TrafficPattern FAST = TrafficPattern.constant(10_000_000, 1000);

    private final CountDownLatch sent = new CountDownLatch(1);
    private final List<Flow> flows = new ArrayList<>();
    private NarrowAssociation association = narrow(3);

    private NarrowAssociation narrow(int roomMessages) {
        return new NarrowAssociation(roomMessages, MESSAGES, sent::countDown);
    }

    private void add(TrafficPattern outbound) {
        int id = flows.size();
        FlowDefinition definition = new FlowDefinition(
                id, id, "Test", TransportProtocol.SCTP, outbound, TrafficPattern.SILENT, FlowOptions.DEFAULTS);
        flows.add(new Flow(new FlowKey(1, id, id), definition, association.stream(), true, Optional.empty(), false));
    }

    private void run() throws InterruptedException {
        DataPlane plane = new DataPlane(true, false, TimeStamping.APP, new SystemClock(), (flow, reason) -> {
            throw new AssertionError(reason);
        });
        plane.startSending(flows, 1);
        assertTrue(sent.await(60, TimeUnit.SECONDS), "not all was sent");
        plane.stopSending(flows);
        plane.close();
        flows.forEach(flow -> flow.channel().close());
        long transmitted = 0;
        for (int i = 0; i < flows.size(); i++) {
            long packets = flows.get(i).statistics().snapshot().transmittedPackets();
            assertEquals(association.messages(i), packets);
            transmitted += packets;
        }
        assertEquals(MESSAGES, transmitted);
    }

    @Test
    void saturatedStreamsShareEqually() throws InterruptedException {
        add(SATURATED);
        add(SATURATED);
        add(SATURATED);
        run();
        for (int i = 0; i < 3; i++) {
            int messages = association.messages(i);
            assertTrue(messages > 3200 && messages < 3500, () -> "stream has " + messages);
        }
    }

    /** In each round a saturated stream has as much as there is room for, a paced one a frame. */
    @Test
    void saturatedStreamsDoNotStarveAPacedOne() throws InterruptedException {
        add(SATURATED);
        add(FAST);
        add(SATURATED);
        run();
        assertTrue(association.messages(1) > 1200, () -> "paced stream has " + association.messages(1));
    }

    /** Where the sending thread is the bottleneck nobody has to wait for room, but all of them for that thread. */
    @Test
    void streamsTakeTurnsEvenIfThereIsAlwaysRoom() throws InterruptedException {
        association = narrow(MESSAGES);
        add(SATURATED);
        add(SATURATED);
        add(FAST);
        add(SATURATED);
        run();
        // A turn of a saturated stream is a batch of 64 KiB, that of a paced one a frame.
        int turns = association.messages(2);
        for (int i : new int[] {0, 1, 3}) {
            int messages = association.messages(i);
            assertTrue(Math.abs(messages - turns * 65) <= 2 * 65, () -> turns + " turns, but " + messages);
        }
    }

    @Test
    void pacedStreamsShareEqually() throws InterruptedException {
        add(FAST);
        add(FAST);
        run();
        assertTrue(association.messages(0) > 4500, () -> "first stream has " + association.messages(0));
        assertTrue(association.messages(1) > 4500, () -> "second stream has " + association.messages(1));
    }
}
