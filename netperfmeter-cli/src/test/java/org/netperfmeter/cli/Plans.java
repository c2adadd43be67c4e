// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.cli;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.netperfmeter.node.ActiveConfig;
import org.netperfmeter.node.PassiveConfig;

/** What command lines mean; their words are separated by blanks. */
final class Plans {
    private Plans() {}

    static Options options(String words) {
        return Options.parse(List.of(words.split(" +")), false);
    }

    static RunPlan plan(String words) {
        return RunPlanner.plan(options(words));
    }

    static ActiveConfig active(String words) {
        return assertInstanceOf(RunPlan.Active.class, plan(words)).config();
    }

    static PassiveConfig passive(String words) {
        return assertInstanceOf(RunPlan.Passive.class, plan(words)).config();
    }

    static String error(String words) {
        return assertThrows(IllegalArgumentException.class, () -> plan(words)).getMessage();
    }
}
