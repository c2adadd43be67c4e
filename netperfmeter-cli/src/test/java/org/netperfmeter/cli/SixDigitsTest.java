// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SixDigitsTest {
    @ParameterizedTest
    @CsvSource({
        "2.95811, 2.95811",
        "1.000055, 1.00005", // the double is just below the tie
        "2.5, 2.5",
        "3, 3",
        "0, 0",
        "59.999999, 60",
        "123456.4, 123456",
        "123456.5, 123456", // a tie goes to the even digit
        "999999.5, 1e+06",
        "1234567, 1.23457e+06",
        "0.0001, 0.0001",
        "0.000012, 1.2e-05",
        "1e-6, 1e-06",
        "1e100, 1e+100",
        "-0.25, -0.25",
    })
    void numbersLookLikeThoseOfACppStream(double value, String text) {
        assertEquals(text, SixDigits.format(value));
    }
}
