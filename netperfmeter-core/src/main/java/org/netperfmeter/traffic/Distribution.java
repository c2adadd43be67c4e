// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.traffic;

import java.util.random.RandomGenerator;

/**
 * A law from which frame rates, frame sizes and on/off times are drawn, with its parameters (lifecycle.md 5.5, the
 * rules of 2.0.10). A draw is never NaN; heavy tails may overflow to infinity.
 */
public sealed interface Distribution permits Constant, Uniform, Exponential, Pareto, Normal, TruncatedNormal {
    /** Draws one value. */
    double sample(RandomGenerator random);

    /** What kind of law this is. */
    Law law();

    /** Parameter {@code index} (0..3) on the wire and in configuration files; 0 if unused. */
    double parameter(int index);

    /** The mean of what is drawn; may be infinite. */
    double expectation();

    /** The least value that no draw exceeds; may be infinite. */
    double supremum();

    /** The number of this law on the wire and in configuration files (protocol.md 3.4). */
    default int code() {
        return law().code();
    }
}
