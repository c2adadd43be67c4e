// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.benchmarks;

import java.util.List;
import java.util.stream.Stream;

/** All works, with what has to be reached. "np" is NetPerfMeter 1.9.4 at both ends, "ours" this program at both. */
final class Catalogue {
    private Catalogue() {}

    static List<Work> works() {
        return Stream.of(
                        SaturatedWorks.all(),
                        InteroperabilityWorks.all(),
                        PacedWorks.all(),
                        RecordingWorks.all(),
                        ScaleWorks.all(),
                        StartWorks.all())
                .flatMap(List::stream)
                .toList();
    }
}
