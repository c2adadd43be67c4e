// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResultNamesTest {
    /** The table of results.md 2. */
    @ParameterizedTest
    @CsvSource({
        "run.vec, run-active.vec, run-passive-0000000a-0001.vec",
        "run.vec.bz2, run-active.vec.bz2, run-passive-0000000a-0001.vec.bz2",
        "run.bz2, run-active.bz2, run-passive-0000000a-0001.bz2",
        "out, out-active, out-passive-0000000a-0001",
        "dir.d/out, dir.d/out-active, dir.d/out-passive-0000000a-0001",
        "a.b.c, a.b-active.c, a.b-passive-0000000a-0001.c",
        "dir/.bz2, dir/-active.bz2, dir/-passive-0000000a-0001.bz2",
        ".vec, -active.vec, -passive-0000000a-0001.vec",
        ".bz2, -active.bz2, -passive-0000000a-0001.bz2",
        "run., run-active., run-passive-0000000a-0001.",
        "dir.d/x.bz2, dir.d/x-active.bz2, dir.d/x-passive-0000000a-0001.bz2",
        "a.b.c.bz2, a.b-active.c.bz2, a.b-passive-0000000a-0001.c.bz2",
        "..bz2, -active..bz2, -passive-0000000a-0001..bz2",
        "run.BZ2, run-active.BZ2, run-passive-0000000a-0001.BZ2",
        "my run.vec, my run-active.vec, my run-passive-0000000a-0001.vec",
        "'', -active, -passive-0000000a-0001"
    })
    void nodeAndFlowStandBeforeTheSuffix(String pattern, String active, String passiveFlow) {
        ResultNames names = new ResultNames(pattern);
        assertEquals(Path.of(active), names.active());
        assertEquals(Path.of(active.replace("-active", "-passive")), names.passive());
        assertEquals(Path.of(passiveFlow), names.passive(10, 1));
        assertEquals(Path.of(passiveFlow.replace("-passive", "-active")), names.active(10, 1));
    }

    @Test
    void whatKernelsSayHasNamesOfItsOwn() {
        ResultNames names = new ResultNames("run.vec.bz2");
        assertEquals(Path.of("run-active-transport.vec.bz2"), names.activeTransport());
        assertEquals(Path.of("run-passive-transport.vec.bz2"), names.passiveTransport());
    }

    @Test
    void streamsOfAnAssociationHaveFilesOfTheirOwn() {
        ResultNames names = new ResultNames("run.vec.bz2");
        assertEquals(Path.of("run-active-00000005-0000.vec.bz2"), names.active(5, 0));
        assertEquals(Path.of("run-active-00000005-0001.vec.bz2"), names.active(5, 1));
        assertEquals(Path.of("run-passive-00000006-0012.vec.bz2"), names.passive(6, 18));
    }

    @Test
    void idsAreUnsigned() {
        assertEquals(Path.of("run-active-ffffffff-ffff.vec"), new ResultNames("run.vec").active(-1, 65535));
    }

    @ParameterizedTest
    @ValueSource(strings = {"run.vec.bz2", "run.bz2", ".bz2", "dir/.bz2", "..bz2"})
    void patternThatEndsWithBz2IsCompressed(String pattern) {
        assertTrue(new ResultNames(pattern).isCompressed());
    }

    /** Three characters were enough for the original. */
    @ParameterizedTest
    @ValueSource(strings = {"abc", "d.e", "out", "run.BZ2", "run.bz2.vec", "dir.bz2/out", ""})
    void otherPatternsAreNot(String pattern) {
        assertFalse(new ResultNames(pattern).isCompressed());
    }

    @Test
    void emptyPatternMeansNoFiles() {
        assertFalse(new ResultNames("").isWanted());
        assertTrue(new ResultNames("x").isWanted());
    }
}
