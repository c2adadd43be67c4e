// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KernelVersionTest {
    @ParameterizedTest
    @CsvSource({
        "6.1.0-18-amd64, 6, 1",
        "5.16, 5, 16",
        "6.18.44-fc-v595, 6, 18",
        "4.19.234.mptcp, 4, 19",
        "nonsense, 0, 0",
        "6, 0, 0",
        "123456.1, 0, 0",
    })
    void majorAndMinorAreParsed(String release, int major, int minor) {
        assertEquals(new KernelVersion(major, minor), KernelVersion.parse(release));
    }

    @Test
    void versionsAreOrderedByMajorThenMinor() {
        assertTrue(new KernelVersion(5, 16).isAtLeast(5, 16));
        assertTrue(new KernelVersion(5, 17).isAtLeast(5, 16));
        assertTrue(new KernelVersion(6, 1).isAtLeast(5, 16));
        assertFalse(new KernelVersion(5, 15).isAtLeast(5, 16));
        assertFalse(new KernelVersion(4, 19).isAtLeast(5, 16));
    }
}
