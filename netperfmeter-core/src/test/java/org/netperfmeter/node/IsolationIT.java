// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.netperfmeter.node.ResultFiles.assertSameCounters;
import static org.netperfmeter.node.ResultFiles.scalars;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.netperfmeter.wire.FileFormat;

/** What one client of a passive node does not do keeps no other waiting. */
@Timeout(60)
class IsolationIT {
    private static final String SILENT = "0:0:0:0";
    private static final String SATURATED_TOWARDS_THE_ACTIVE = "0:0:0:1400";
    private static final int MESSAGE_BYTES = 48;
    /** Their rows take more than all buffers of a control connection. */
    private static final int MESSAGES = 300_000;

    @TempDir
    private Path directory;

    private static void expectExactMeasurement(RunningPassive passive, Path directory) throws Exception {
        new ActiveRun(passive.basePort)
                .flow("TCP 500:5000:500:5000")
                .flow("UDP 100:1000:100:1000")
                .scalars(directory.resolve("run.sca"))
                .vectors(directory.resolve("run.vec.bz2"))
                .runUntil(Enough.frames(20));
        Map<String, Long> active = scalars(directory.resolve("run-active.sca"));
        Map<String, Long> served = scalars(directory.resolve("run-passive.sca"));
        assertSameCounters("total", active, served);
        assertSameCounters("total", served, active);
    }

    private static byte[] messages(RawActive active) {
        ByteBuffer messages = ByteBuffer.allocate(MESSAGES * MESSAGE_BYTES);
        byte[] head = new byte[20];
        ByteBuffer.wrap(head)
                .putInt(0x05030000 | MESSAGE_BYTES)
                .putInt(0)
                .putLong(active.key(0).measurementId());
        for (int i = 0; i < MESSAGES; i++) {
            messages.put(head)
                    .putInt(i)
                    .putLong(i)
                    .putLong((long) MESSAGE_BYTES * i)
                    .putLong(0);
        }
        return messages.array();
    }

    @Test
    void clientThatDoesNotReadItsResultsDelaysNobodyAndMissesNothing() throws Exception {
        try (RunningPassive passive = RunningPassive.open();
                RawActive slow = new RawActive(passive, 7);
                RawConnection data = slow.flow(SILENT, FileFormat.PLAIN)) {
            slow.start(FileFormat.NONE, FileFormat.NONE);
            data.send(messages(slow));
            data.endSending();
            slow.stop();
            slow.remove(0);
            slow.expect(0, 0);
            expectExactMeasurement(passive, directory);
            String rows = new String(slow.control.file(), StandardCharsets.UTF_8);
            assertEquals(MESSAGES + 1, rows.lines().count() + omitted(passive));
        }
    }

    private static long omitted(RunningPassive passive) throws InterruptedException {
        return (long) passive.events.awaitReport().flows().get(0).facts().get("vectorRowsOmitted");
    }

    @Test
    void clientThatDoesNotReadItsFlowsDelaysNobodyAndCanStopThem() throws Exception {
        try (RunningPassive passive = RunningPassive.open();
                RawActive blocked = new RawActive(passive, 7);
                RawConnection first = blocked.flow(SATURATED_TOWARDS_THE_ACTIVE, FileFormat.NONE);
                RawConnection second = blocked.flow("0:0:1000:60000", FileFormat.NONE)) {
            blocked.start(FileFormat.NONE, FileFormat.PLAIN);
            expectExactMeasurement(passive, directory);
            first.endSending();
            second.endSending();
            blocked.stop();
            assertEquals(
                    true,
                    scalars(new String(blocked.control.file(), StandardCharsets.UTF_8))
                                    .get("total Transmitted Bytes")
                            > 0);
        }
    }

    @Test
    void clientThatSaysHalfARequestDelaysNobody() throws Exception {
        try (RunningPassive passive = RunningPassive.open();
                RawConnection control = RawConnection.to(passive.basePort + 1);
                RawConnection data = RawConnection.to(passive.basePort)) {
            control.send("0206ffff 0000");
            data.send("0400");
            expectExactMeasurement(passive, directory);
        }
    }
}
