// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.netperfmeter.node.ResultFiles.assertSameCounters;
import static org.netperfmeter.node.ResultFiles.scalars;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.netperfmeter.traffic.TransportProtocol;
import org.netperfmeter.transport.Transport;
import org.netperfmeter.transport.Transports;

/** Associations of SCTP with several streams: what was sent over a stream is what was received over it. */
@Tag("vm")
@Timeout(120)
class StreamsIT {
    private static RunningPassive passive;

    @TempDir
    private Path directory;

    @BeforeAll
    static void openPassive() throws IOException {
        Transport.Support sctp = Transports.of(TransportProtocol.SCTP).support();
        assumeTrue(sctp.available(), () -> "sctp: " + sctp.reason());
        passive = RunningPassive.open(ControlTransport.SCTP);
    }

    @AfterAll
    static void closePassive() {
        if (passive != null) {
            passive.close();
        }
    }

    static Stream<List<String>> associations() {
        return Stream.of(
                List.of("200:1000:100:500"),
                List.of("0:1400:0:1400"),
                List.of("100:1000:50:500", "0:0:100:700", "50:5000:40:7001:maxmsgsize=1400"),
                List.of("0:1400:0:1400", "0:20000:0:20000", "100:100:100:100"),
                List.of("0:1400:0:1400:unordered=0.5:nodelay=on", "100:3000:100:3000:unordered=1:maxmsgsize=1000"));
    }

    @ParameterizedTest
    @MethodSource("associations")
    void everyCounterIsEqualOnBothSides(List<String> streams) throws Exception {
        new ActiveRun(passive.basePort)
                .control(ControlTransport.SCTP)
                .streams(streams.toArray(String[]::new))
                .scalars(directory.resolve("run.sca"))
                .seconds(1.5)
                .run();
        Map<String, Long> active = scalars(directory.resolve("run-active.sca"));
        Map<String, Long> remote = scalars(directory.resolve("run-passive.sca"));
        for (int stream = 0; stream < streams.size(); stream++) {
            assertSameCounters("flow[" + stream + "]", active, remote);
        }
        assertSameCounters("total", active, remote);
    }

    @Test
    void everyStreamHasItsVectorFiles() throws Exception {
        new ActiveRun(passive.basePort)
                .control(ControlTransport.SCTP)
                .flow("TCP 100:100")
                .streams("100:100:100:100:id=5", "100:100:100:100:id=6")
                .vectors(directory.resolve("run.vec"))
                .seconds(0.5)
                .run();
        for (String name : List.of("00000000-0000", "00000005-0000", "00000006-0001")) {
            for (String side : List.of("active", "passive")) {
                Path file = directory.resolve("run-" + side + "-" + name + ".vec");
                assertTrue(Files.size(file) > 0, file::toString);
            }
        }
        assertFalse(Files.exists(directory.resolve("run-active-00000006-0000.vec")));
    }

    /** An association that ends frees everything: the next measurement finds nothing of it. */
    @Test
    void associationIsGoneAfterItsMeasurement() throws Exception {
        for (int i = 0; i < 3; i++) {
            new ActiveRun(passive.basePort)
                    .control(ControlTransport.SCTP)
                    .streams("100:100:100:100", "100:100:100:100")
                    .seconds(0.2)
                    .run();
        }
        RunningPassive.awaitEndOfPeers();
        assertEquals(0, openAssociations(passive.basePort));
    }

    /** Associations at this port that have not been closed. */
    private static long openAssociations(int port) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/net/sctp/assocs"))) {
            return lines.skip(1)
                    .map(line -> line.strip().split(" +"))
                    .filter(fields -> fields[11].equals(Integer.toString(port)))
                    .count();
        }
    }
}
