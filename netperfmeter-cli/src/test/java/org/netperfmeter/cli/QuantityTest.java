// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantityTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0 bit/s",
        "999.4, 999 bit/s",
        "1000, 1.0 Kbit/s",
        "75300, 75.3 Kbit/s",
        "999949, 999.9 Kbit/s",
        "999950, 1.0 Mbit/s",
        "2.5e9, 2.5 Gbit/s",
        "3e15, 3000.0 Tbit/s"
    })
    void bitRatesHaveAFittingUnit(double bitsPerSecond, String text) {
        assertEquals(text, Quantity.bitRate(bitsPerSecond));
    }

    @Test
    void bytesAreShownInMebibytes() {
        assertEquals("1.500 MiB", Quantity.mebibytes(1536 * 1024));
    }
}
