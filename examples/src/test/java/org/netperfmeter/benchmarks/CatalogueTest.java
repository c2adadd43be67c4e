// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CatalogueTest {
    private static final List<Work> WORKS = Catalogue.works();

    @Test
    void noNameIsUsedTwice() {
        assertEquals(WORKS.size(), WORKS.stream().map(Work::name).distinct().count());
        assertEquals(WORKS.size(), WORKS.stream().map(Work::title).distinct().count());
        for (Work work : WORKS) {
            assertEquals(work.contestants().size(), contestants(work).size(), work.name());
        }
    }

    @Test
    void barsAreAboutContestantsOfTheirWork() {
        for (Work work : WORKS) {
            for (Bar bar : work.bars()) {
                assertTrue(contestants(work).contains(bar.of()), () -> work.name() + ": " + bar);
                assertTrue(bar.to().map(contestants(work)::contains).orElse(true), () -> work.name() + ": " + bar);
            }
        }
    }

    @Test
    void buildsGuardSomething() {
        assertTrue(WORKS.stream().anyMatch(Work::isGuarded));
    }

    private static Set<String> contestants(Work work) {
        return work.contestants().stream().map(Contestant::name).collect(Collectors.toSet());
    }
}
