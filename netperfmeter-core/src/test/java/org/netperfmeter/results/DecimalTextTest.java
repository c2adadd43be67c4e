// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.results;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The expected texts are those of glibc's printf. */
class DecimalTextTest {
    @ParameterizedTest
    @CsvSource({
        "0, 6, 0.000000",
        "-0.0, 6, -0.000000",
        "1460, 6, 1460.000000",
        "0.0005, 3, 0.001",
        "0.0015, 3, 0.002",
        "0.0025, 3, 0.003",
        "0.125, 2, 0.12",
        "0.375, 2, 0.38",
        "-0.0000001, 6, -0.000000",
        "2.5, 0, 2",
        "1e15, 3, 1000000000000000.000",
        "1e22, 6, 10000000000000000000000.000000",
        "NaN, 6, nan",
        "Infinity, 6, inf",
        "-Infinity, 6, -inf"
    })
    void fixedIsWhatPrintfWrites(double value, int decimals, String expected) {
        assertEquals(expected, DecimalText.fixed(value, decimals));
    }

    @ParameterizedTest
    @ValueSource(
            doubles = {0, 0.0005, 0.0015, 0.0025, 0.0004999, 0.0625, 0.1875, 0.3125, 1.0005, 0.999, 0.9995, 1e12, 1e15})
    void thousandthsAreRoundedExactly(double value) {
        assertEquals(exactThousandths(value), DecimalText.thousandths(value));
    }

    @Test
    void thousandthsOfNearTiesAreRoundedExactly() {
        Random random = new Random(1);
        for (int i = 0; i < 100_000; i++) {
            double tie = (random.nextInt(1_000_000) + 0.5) / 1000;
            for (double value : new double[] {Math.nextDown(tie), tie, Math.nextUp(tie)}) {
                assertEquals(exactThousandths(value), DecimalText.thousandths(value));
            }
        }
    }

    private static long exactThousandths(double value) {
        return new BigDecimal(value)
                .setScale(3, RoundingMode.HALF_EVEN)
                .unscaledValue()
                .longValueExact();
    }
}
