// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.netperfmeter.flow.Clock;

class RefusalsTest {
    private static final long SECOND_NANOS = 1_000_000_000L;

    private final NodeEvents events = new NodeEvents();
    private long nowNanos;
    private final Refusals refusals = new Refusals(events, new Clock() {
        @Override
        public long nanos() {
            return nowNanos;
        }

        @Override
        public long toMicros(long nanos) {
            return nanos / 1000;
        }
    });

    private void refuse(int times) {
        for (int i = 0; i < times; i++) {
            refusals.add(Refusal.TOO_MANY_FLOWS, "192.0.2.1", "flow " + i);
        }
    }

    @Test
    void refusalIsLoggedWithWhoAndWhy() {
        refusals.add(Refusal.NOT_ALLOWED, "192.0.2.1", "not in --allow");
        assertEquals(List.of("WARNING 192.0.2.1: not in --allow"), events.notes);
    }

    @Test
    void everyRefusalIsCountedByItsReason() {
        refuse(1000);
        refusals.add(Refusal.TIME_OUT, "192.0.2.1", "slow");
        assertEquals(Map.of(Refusal.TOO_MANY_FLOWS, 1000L, Refusal.TIME_OUT, 1L), refusals.counts());
    }

    @Test
    void floodIsLoggedUpToTenLines() {
        refuse(1000);
        assertEquals(10, events.notes.size());
        assertEquals("WARNING 192.0.2.1: flow 9", events.notes.get(9));
    }

    @Test
    void eachSecondAllowsOneMoreLine() {
        refuse(1000);
        nowNanos = SECOND_NANOS - 1;
        refuse(1);
        assertEquals(10, events.notes.size());
        nowNanos = SECOND_NANOS;
        refuse(5);
        assertEquals(11, events.notes.size());
        nowNanos = 3 * SECOND_NANOS + SECOND_NANOS / 2;
        refuse(5);
        assertEquals(13, events.notes.size());
        nowNanos = 4 * SECOND_NANOS;
        refuse(5);
        assertEquals(14, events.notes.size());
    }

    @Test
    void afterALongTimeTenLinesAreAllowedAgain() {
        refuse(1000);
        nowNanos = 3600 * SECOND_NANOS;
        refuse(1000);
        assertEquals(20, events.notes.size());
    }

    @Test
    void linesThatAreMissingAreToldEveryTenSeconds() {
        refuse(15);
        nowNanos = 10 * SECOND_NANOS - 1;
        refusals.tick();
        assertEquals(10, events.notes.size());
        nowNanos = 10 * SECOND_NANOS;
        refusals.tick();
        refusals.tick();
        assertEquals(11, events.notes.size());
        assertEquals("WARNING 5 more warnings about peers were left out", events.notes.get(10));
        nowNanos = 30 * SECOND_NANOS;
        refusals.tick();
        assertEquals(11, events.notes.size());
    }
}
