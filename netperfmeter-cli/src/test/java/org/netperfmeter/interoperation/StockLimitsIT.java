// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.interoperation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A host with the limits of a stock Debian, rmem_max and wmem_max 212992 bytes, which are less than what flows ask for
 * by default. The limits belong to the kernel as a whole, so this takes a virtual machine. Where the machine is emulated
 * (QEMU's TCG), one processor may execute code that another just patches: Java dies of it now and then when it replaces
 * a method by a better compiled one, hence one compiler only.
 */
@Tag("slow")
class StockLimitsIT {
    private static final long BOOT_AND_RUN_SECONDS = 300;

    @TempDir
    Path directory;

    @Test
    void everyTransportRunsWithDefaultBuffers() throws IOException {
        Requirement.VM.assume();
        Path script = Files.writeString(directory.resolve("measure"), """
                test "$(sysctl -n net.core.rmem_max) $(sysctl -n net.core.wmem_max)" = "212992 212992" || exit 99
                netperfmeter=%s
                export NETPERFMETER_JAVA_OPTS=-XX:TieredStopAtLevel=1
                "$netperfmeter" 9000 -quiet & passive=$!
                until grep -q ':2329 .* 0A ' /proc/net/tcp6; do kill -0 $passive || exit 98; sleep 0.2; done
                "$netperfmeter" 127.0.0.1:9000 -quiet -y -runtime=3 -scalar=run.sca \\
                  -tcp const20:const1000:const20:const1000 -mptcp const20:const1000:const20:const1000 \\
                  -udp const20:const1000:const20:const1000 -tcp default -mptcp default
                status=$?
                kill $passive
                exit $status
                """.formatted(TestBed.netperfmeter()));

        String output = Commands.output(
                directory,
                BOOT_AND_RUN_SECONDS,
                List.of(
                        TestBed.tool("run-in-vm"),
                        "-t",
                        Long.toString(BOOT_AND_RUN_SECONDS - 20),
                        "--",
                        "env",
                        "JAVA_HOME=" + System.getProperty("java.home"),
                        "bash",
                        script.toString()));

        Scalars active = Scalars.active(directory);
        Scalars passive = Scalars.passive(directory);
        for (int flow = 0; flow < 5; flow++) {
            long sent = active.flow(flow, "Transmitted Bytes");
            assertTrue(sent > 0, output);
            assertEquals(sent, passive.flow(flow, "Received Bytes"), output);
        }
        assertEquals("425984", active.comment("flow[0].sendBufferBytes"));
    }
}
