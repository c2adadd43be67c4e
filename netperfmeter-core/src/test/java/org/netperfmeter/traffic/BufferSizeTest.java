// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.traffic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BufferSizeTest {
    @ParameterizedTest
    @CsvSource({"1, 1000", "233016, 700000", "699999, 700000"})
    void wishIsRaised(int bytes, int leastBytes) {
        assertEquals(new BufferSize(leastBytes, false), new BufferSize(bytes, false).raised(leastBytes));
    }

    @ParameterizedTest
    @CsvSource({"233016, true", "0, false", "700000, false", "700001, false"})
    void whatIsRequiredOrTheSystemsOrEnoughIsKept(int bytes, boolean required) {
        BufferSize size = new BufferSize(bytes, required);
        assertSame(size, size.raised(700_000));
    }
}
