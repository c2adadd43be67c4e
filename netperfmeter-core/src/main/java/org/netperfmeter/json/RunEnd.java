// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.json;

import java.util.Locale;
import java.util.Optional;

/**
 * How a run ended.
 *
 * @param failure why it failed, in words; empty unless it did
 * @param exitCode of the program
 */
public record RunEnd(Outcome outcome, Optional<String> failure, int exitCode) {
    /** What became of the run. */
    public enum Outcome {
        /** All that was asked for. */
        COMPLETED,
        /** The user stopped it before its run time was over. */
        INTERRUPTED,
        /** It could not be set up, or did not end as it should. */
        FAILED;

        String json() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public RunEnd {
        if (failure.isPresent() != (outcome == Outcome.FAILED)) {
            throw new IllegalArgumentException("a failure has a reason, and nothing else has: " + outcome);
        }
    }

    /** The end of a run that did not fail. */
    public static RunEnd of(Outcome outcome, int exitCode) {
        return new RunEnd(outcome, Optional.empty(), exitCode);
    }

    /** The end of a run that failed. */
    public static RunEnd failed(String reason, int exitCode) {
        return new RunEnd(Outcome.FAILED, Optional.of(reason), exitCode);
    }
}
