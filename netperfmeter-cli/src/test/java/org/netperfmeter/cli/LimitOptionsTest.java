// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.cli;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.netperfmeter.node.Limit;
import org.netperfmeter.node.PassiveLimits;
import picocli.CommandLine.Model.OptionSpec;

class LimitOptionsTest {
    @ParameterizedTest
    @EnumSource
    void eachLimitHasAnOption(Limit limit) {
        assertNotNull(Options.model().findOption(limit.option()));
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.MATCH_NONE, names = "CONNECTIONS.*")
    void descriptionsTellTheDefaults(Limit limit) {
        OptionSpec option = Options.model().findOption(limit.option());
        long value = PassiveLimits.defaults().of(limit);
        String text = String.join(" ", option.description());
        assertTrue(text.contains("(default: " + (value == Long.MAX_VALUE ? 0 : value)), text);
    }
}
