// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PassiveLimitsTest {
    private final PassiveLimits defaults = PassiveLimits.defaults();

    @Test
    void defaultsLeaveRoomForWhoMeansWell() {
        assertTrue(defaults.of(Limit.FLOWS) >= 10_000);
        assertTrue(defaults.of(Limit.MEASUREMENTS) >= 500);
        assertEquals(Long.MAX_VALUE, defaults.of(Limit.MEASUREMENT_SECONDS));
        assertEquals(Long.MAX_VALUE, defaults.of(Limit.BUFFER_BYTES));
        assertEquals(Long.MAX_VALUE, defaults.of(Limit.TEMPORARY_BYTES));
        assertEquals(65_535, defaults.of(Limit.MESSAGE_BYTES));
    }

    @Test
    void connectionsDependOnTheDescriptorsOfTheProcess() {
        long connections = defaults.of(Limit.CONNECTIONS);
        assertTrue(connections >= 200 && connections < Long.MAX_VALUE, "connections: " + connections);
        assertEquals(connections / 4 * 3, defaults.of(Limit.CONNECTIONS_PER_ADDRESS));
    }

    @Test
    void anAddressMayHaveThreeQuartersOfWhatTheOperatorAllows() {
        assertEquals(75, defaults.with(Limit.CONNECTIONS, 100).of(Limit.CONNECTIONS_PER_ADDRESS));
        assertEquals(
                90,
                defaults.with(Limit.CONNECTIONS, 100)
                        .with(Limit.CONNECTIONS_PER_ADDRESS, 90)
                        .of(Limit.CONNECTIONS_PER_ADDRESS));
    }

    @ParameterizedTest
    @EnumSource
    void zeroMeansNoLimit(Limit limit) {
        assertEquals(Long.MAX_VALUE, defaults.with(limit, 0).of(limit));
        assertEquals(Long.MAX_VALUE, defaults.with(limit, 0).nanos(limit));
    }

    @Test
    void timesAreKeptInNanoseconds() {
        assertEquals(60_000_000_000L, defaults.nanos(Limit.IDENTIFY_SECONDS));
        assertEquals(
                Long.MAX_VALUE,
                defaults.with(Limit.IDENTIFY_SECONDS, Long.MAX_VALUE / 2).nanos(Limit.IDENTIFY_SECONDS));
    }

    @Test
    void negativeValuesAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> defaults.with(Limit.FLOWS, -1));
    }

    @Test
    void eachLimitHasAnOptionOfItsOwn() {
        assertEquals(
                Limit.values().length,
                Arrays.stream(Limit.values()).map(Limit::option).distinct().count());
    }
}
