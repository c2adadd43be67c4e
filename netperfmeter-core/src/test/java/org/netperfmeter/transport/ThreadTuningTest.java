// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ThreadTuningTest {
    private static final int POLICY_FIELD = 41;
    private static final String SCHED_FIFO = "1";

    @Test
    void timerSlackIsOneNanosecond() throws Exception {
        List<String> slack = new ArrayList<>();
        inOwnThread(() -> {
            ThreadTuning.preciseTimers();
            slack.add(read(threadDirectory().resolve("timerslack_ns")));
        });
        assertEquals(List.of("1"), slack);
    }

    @Test
    void realTimeIsFirstInFirstOut() throws Exception {
        List<Boolean> permitted = new ArrayList<>();
        List<String> policy = new ArrayList<>();
        inOwnThread(() -> {
            permitted.add(ThreadTuning.realTime());
            String stat = read(threadDirectory().resolve("stat"));
            // The second field, a name in parentheses, may contain anything.
            String[] behindName = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            policy.add(behindName[POLICY_FIELD - 3]);
        });
        assumeTrue(permitted.get(0), "SCHED_FIFO is not permitted here");
        assertEquals(List.of(SCHED_FIFO), policy);
    }

    private static void inOwnThread(Runnable task) throws InterruptedException {
        List<Throwable> failures = new ArrayList<>();
        Thread thread = new Thread(task);
        thread.setUncaughtExceptionHandler((failed, failure) -> failures.add(failure));
        thread.start();
        thread.join();
        assertEquals(List.of(), failures);
    }

    /** The calling thread's directory, under its number as if it were a process. */
    private static Path threadDirectory() {
        try {
            return Path.of(
                    "/proc",
                    Path.of("/proc/thread-self").toRealPath().getFileName().toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
