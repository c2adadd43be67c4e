// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.interoperation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What the tests of Debian's package do after its installation: a flow of each protocol, with few options. Here they
 * measure at the same time, with the same passive node.
 */
@Tag("vm")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DefaultOptionsIT {
    private static final long EXIT_SECONDS = 240;

    private Path directory;

    private final Map<Protocol, Node> actives = new EnumMap<>(Protocol.class);
    private Node passive;

    enum Protocol {
        TCP("-tcp"),
        SCTP("-sctp"),
        UDP("-udp"),
        DCCP("-dccp");

        private final String option;

        Protocol(String option) {
            this.option = option;
        }
    }

    @BeforeAll
    void start(@TempDir Path temporary) throws IOException {
        Requirement.SCTP.assume();
        Requirement.DCCP.assume();
        directory = temporary;
        int port = Sockets.freeBasePort();
        passive = Ours.passive(directory, port);
        for (Protocol protocol : Protocol.values()) {
            actives.put(
                    protocol,
                    Ours.activeWithSctp(
                            Files.createDirectory(results(protocol)),
                            "localhost",
                            port,
                            List.of(
                                    protocol.option,
                                    "const10:const1452:const5:const1452",
                                    "-runtime=10",
                                    "-vector=vector.vec",
                                    "-scalar=scalar.sca",
                                    "-config=netperfmeter.config",
                                    "-nodisplay")));
        }
    }

    @AfterAll
    void end() {
        actives.values().forEach(Node::close);
        if (passive != null) {
            passive.close();
        }
    }

    private Path results(Protocol protocol) {
        return directory.resolve(protocol.toString());
    }

    @ParameterizedTest
    @EnumSource
    void flowLeavesAllItsFiles(Protocol protocol) throws IOException {
        Node active = actives.get(protocol);
        assertEquals(0, active.awaitExit(EXIT_SECONDS), active::toString);
        try (Stream<Path> files = Files.list(results(protocol))) {
            assertEquals(
                    List.of(
                            "active.out",
                            "netperfmeter.config",
                            "scalar-active.sca",
                            "scalar-passive.sca",
                            "vector-active-00000000-0000.vec",
                            "vector-active.vec",
                            "vector-passive-00000000-0000.vec",
                            "vector-passive.vec"),
                    List.copyOf(new TreeSet<>(files.filter(file -> file.toFile().length() > 0)
                            .map(file -> file.getFileName().toString())
                            .collect(Collectors.toSet()))));
        }
        assertFalse(active.output().contains("Control over TCP"), active::toString);
    }
}
