// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PendingStopTest {
    private final PendingStop stop = new PendingStop();
    private final List<String> stops = new ArrayList<>();
    private final Nodes.Node node = new Nodes.Node() {
        @Override
        public Optional<String> run() {
            return Optional.empty();
        }

        @Override
        public void stop(String reason) {
            stops.add(reason);
        }

        @Override
        public void close() {}
    };

    @Test
    void wishThatComesFirstIsTakenOver() {
        assertTrue(stop.ask("why"));
        assertEquals(List.of(), stops);
        stop.concern(node);
        assertEquals(List.of("why"), stops);
    }

    @Test
    void wishIsToldAtOnceWhileThereIsANode() {
        stop.concern(node);
        assertEquals(List.of(), stops);
        assertTrue(stop.ask("why"));
        assertEquals(List.of("why"), stops);
    }

    @Test
    void nodeThatHasEndedIsLeftAlone() {
        stop.concern(node);
        stop.end();
        assertFalse(stop.ask("why"));
        assertEquals(List.of(), stops);
    }
}
