// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.netperfmeter.traffic.FlowKey;
import org.netperfmeter.wire.Acknowledge;
import org.netperfmeter.wire.AddFlow;
import org.netperfmeter.wire.GenerationProbe;
import org.netperfmeter.wire.Message;
import org.netperfmeter.wire.PeerGeneration;

/** The table of protocol.md 6.2, and the mark of our nodes. */
class GenerationProbingTest {
    private static final long PROBE = 4711;

    private final GenerationProbing probing = new GenerationProbing(PROBE);

    private void answered(boolean marked) {
        FlowKey key =
                probing.request() instanceof AddFlow add ? add.key() : ((GenerationProbe) probing.request()).key();
        probing.answered(new Acknowledge(key, Acknowledge.OKAY, marked));
    }

    private void expectRequest(int flowId, int bytes) {
        GenerationProbe probe = assertInstanceOf(GenerationProbe.class, probing.request());
        assertEquals(new FlowKey(PROBE, flowId, 0), probe.key());
        assertEquals(bytes, probe.encodedBytes());
        assertEquals(Optional.empty(), probing.result());
    }

    @Test
    void firstRequestIsAMarkedFlowWithoutEvents() {
        AddFlow add = assertInstanceOf(AddFlow.class, probing.request());
        assertEquals(new FlowKey(PROBE, 0, 0), add.key());
        assertEquals(true, add.marked());
        assertEquals(List.of(), add.events());
        assertEquals(Optional.empty(), probing.result());
    }

    @Test
    void answerToTheMarkMeansCurrent() {
        answered(true);
        assertEquals(Optional.of(PeerGeneration.CURRENT), probing.result());
    }

    @Test
    void acknowledgedFourBytesOfEventsMeanLegacy() {
        answered(false);
        expectRequest(1, 198);
        answered(false);
        assertEquals(Optional.of(PeerGeneration.LEGACY), probing.result());
    }

    @Test
    void refusedFourBytesButAcknowledgedThirtySixMeanCurrent() {
        answered(false);
        probing.closed();
        expectRequest(2, 230);
        answered(false);
        assertEquals(Optional.of(PeerGeneration.CURRENT), probing.result());
    }

    @Test
    void bothRefusedMeanEarly() {
        answered(false);
        probing.closed();
        probing.closed();
        assertEquals(Optional.of(PeerGeneration.EARLY), probing.result());
    }

    @Test
    void refusedMarkIsFollowedByTheLargerProbe() {
        probing.closed();
        expectRequest(1, 230);
    }

    @Test
    void errorOfANodeOfOursStillTellsItsGeneration() {
        probing.answered(new Acknowledge(new FlowKey(PROBE, 0, 0), Acknowledge.ERROR, true));
        assertEquals(Optional.of(PeerGeneration.CURRENT), probing.result());
        assertEquals(false, probing.isRefused());
    }

    @Test
    void errorOfAnyOtherNodeTellsNothing() {
        probing.answered(new Acknowledge(new FlowKey(PROBE, 0, 0), Acknowledge.ERROR, false));
        assertEquals(Optional.empty(), probing.result());
        assertEquals(true, probing.isRefused());
    }

    @Test
    void noRequestDefinesTheSameFlowAgain() {
        Message first = probing.request();
        answered(false);
        Message second = probing.request();
        probing.closed();
        Message third = probing.request();
        assertNotEquals(first, second);
        assertNotEquals(((GenerationProbe) second).key(), ((GenerationProbe) third).key());
    }
}
