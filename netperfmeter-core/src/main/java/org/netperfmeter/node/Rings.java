// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import org.netperfmeter.results.VectorOverflow;
import org.netperfmeter.results.VectorRing;

/** Sizes the rings between receivers and recorder: together they stay within a few dozen megabytes. */
final class Rings {
    private static final int ALL_ROWS = 1 << 18;
    private static final int MAX_ROWS = 1 << 16;
    private static final int MIN_ROWS = 1 << 8;

    private Rings() {}

    static VectorRing create(int flows, VectorOverflow overflow) {
        int rows = Integer.highestOneBit(Math.max(MIN_ROWS, Math.min(MAX_ROWS, ALL_ROWS / Math.max(1, flows))));
        return new VectorRing(rows, overflow);
    }
}
