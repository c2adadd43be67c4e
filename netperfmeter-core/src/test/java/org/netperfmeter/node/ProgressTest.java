// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.netperfmeter.node.Progress.Overdue;

class ProgressTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long BEGIN = -7 * SECOND;
    private static final Optional<Overdue> NOTHING = Optional.empty();
    private static final Optional<Overdue> NOT_COMPLETE =
            Optional.of(new Overdue(Refusal.TIME_OUT, "a message is not complete within --identify-timeout=60"));
    private static final Optional<Overdue> SILENT =
            Optional.of(new Overdue(Refusal.TIME_OUT, "nothing was said or taken within --progress-timeout=600"));
    private static final Optional<Overdue> TOO_LONG =
            Optional.of(new Overdue(Refusal.RUN_TIME, "a measurement takes longer than --max-runtime=3600"));

    private final Progress progress =
            new Progress(PassiveLimits.defaults().with(Limit.MEASUREMENT_SECONDS, 3600), BEGIN);

    private Optional<Overdue> afterSeconds(double seconds) {
        return progress.overdue(BEGIN + (long) (seconds * SECOND), false, 0);
    }

    @Test
    void silenceIsOverdueAfterTenMinutes() {
        assertEquals(NOTHING, afterSeconds(599.9));
        assertEquals(SILENT, afterSeconds(600));
    }

    @Test
    void eachMessageBeginsTheTimeAnew() {
        progress.made(BEGIN + 500 * SECOND);
        assertEquals(NOTHING, afterSeconds(1099.9));
        assertEquals(SILENT, afterSeconds(1100));
    }

    @Test
    void whoMeasuresMayBeSilentForDays() {
        assertEquals(NOTHING, progress.overdue(BEGIN + 86_400 * SECOND, true, 0));
    }

    @Test
    void partOfAMessageIsOverdueAfterAMinuteHoweverOftenMoreComes() {
        progress.missing(BEGIN + 10 * SECOND);
        progress.missing(BEGIN + 50 * SECOND);
        assertEquals(NOTHING, afterSeconds(69.9));
        assertEquals(NOT_COMPLETE, afterSeconds(70));
        assertEquals(NOT_COMPLETE, progress.overdue(BEGIN + 70 * SECOND, true, 0));
    }

    @Test
    void messageThatGetsCompleteIsNotOverdue() {
        progress.missing(BEGIN + 10 * SECOND);
        progress.made(BEGIN + 60 * SECOND);
        assertEquals(NOTHING, afterSeconds(100));
    }

    @Test
    void measurementIsOverdueAfterTheTimeThatTheOperatorGives() {
        assertEquals(NOTHING, progress.overdue(BEGIN, true, 3600 * SECOND - 1));
        assertEquals(TOO_LONG, progress.overdue(BEGIN, true, 3600 * SECOND));
    }

    @Test
    void nothingIsOverdueWithoutLimits() {
        Progress patient = new Progress(
                PassiveLimits.defaults().with(Limit.PROGRESS_SECONDS, 0).with(Limit.IDENTIFY_SECONDS, 0), BEGIN);
        patient.missing(BEGIN);
        assertEquals(NOTHING, patient.overdue(BEGIN + 1_000_000 * SECOND, false, 1_000_000 * SECOND));
    }
}
