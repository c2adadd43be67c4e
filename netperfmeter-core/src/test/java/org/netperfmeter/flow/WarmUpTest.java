// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.function.LongConsumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WarmUpTest {
    private static final long NANOS = 5_000_000;
    private static final Pattern OF_DATA_PLANE = Pattern.compile("(pacing|saturated|receive)-.*");

    static Stream<Named<LongConsumer>> kinds() {
        return Stream.of(
                Named.of("paced", WarmUp::paced),
                Named.of("stream", WarmUp::stream),
                Named.of("datagrams", WarmUp::datagrams));
    }

    private static Set<Thread> dataThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> OF_DATA_PLANE.matcher(thread.getName()).matches())
                .collect(Collectors.toSet());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void takesItsTimeAndLeavesNoThread(LongConsumer warmUp) {
        Set<Thread> before = dataThreads();
        long beganNanos = System.nanoTime();
        warmUp.accept(NANOS);
        assertTrue(System.nanoTime() - beganNanos >= NANOS);
        assertEquals(before, dataThreads());
    }
}
