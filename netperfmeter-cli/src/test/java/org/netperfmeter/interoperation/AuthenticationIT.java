// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.interoperation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes with a secret, among themselves and with the original. */
class AuthenticationIT {
    private static final long EXIT_SECONDS = 60;
    private static final List<String> FLOW = List.of("-runtime=1", "-tcp", "const10:const100:const10:const100");

    @TempDir
    private Path directory;

    private int port;
    private Node passive;

    @BeforeEach
    void makeSecret() throws IOException {
        port = Sockets.freeBasePort();
        Files.createFile(
                directory.resolve("secret"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(directory.resolve("secret"), "correct horse battery staple\n");
    }

    @AfterEach
    void end() {
        if (passive != null) {
            passive.close();
        }
    }

    private Node active(String... options) {
        List<String> arguments = new ArrayList<>(List.of(options));
        arguments.addAll(FLOW);
        return Ours.active(directory, "127.0.0.1", port, arguments);
    }

    private long linesWith(Node node, String text) {
        return node.output().lines().filter(line -> line.contains(text)).count();
    }

    @Test
    void countersAreEqualOverEveryTransportWithTheSameSecret() {
        passive = Ours.passive(directory, port, "--secret-file=secret");
        List<String> arguments = new ArrayList<>(List.of(
                "--secret-file=secret",
                "-runtime=1.5",
                "-scalar=run.sca",
                "-tcp",
                "const100:const1000:const50:const500",
                "-tcp",
                "const0:const1400:const0:const1400:onoff=0,0.3",
                "-udp",
                "const100:const1000:const50:const500"));
        if (Requirement.MPTCP.isMet()) {
            arguments.addAll(List.of("-mptcp", "const100:const1000:const50:const500"));
        }
        try (Node active = Ours.active(directory, "127.0.0.1", port, arguments)) {
            assertEquals(0, active.awaitExit(EXIT_SECONDS), active::toString);
        }
        Scalars own = Scalars.active(directory);
        Scalars remote = Scalars.passive(directory);
        int flows = Requirement.MPTCP.isMet() ? 4 : 3;
        for (int flow = 0; flow < flows; flow++) {
            assertTrue(own.flow(flow, "Transmitted Frames") > 0);
            assertTrue(remote.flow(flow, "Transmitted Frames") > 0);
            for (String counter : List.of("Bytes", "Packets", "Frames")) {
                assertEquals(own.flow(flow, "Transmitted " + counter), remote.flow(flow, "Received " + counter));
                assertEquals(remote.flow(flow, "Transmitted " + counter), own.flow(flow, "Received " + counter));
            }
        }
        assertEquals("true", own.comment("authenticated"));
        assertEquals(0, passive.terminate());
        assertEquals(0, linesWith(passive, "refused"), passive::toString);
    }

    @Test
    void activeNodeOfTheOriginalIsRefusedWithOneLine() {
        Requirement.PEER.assume();
        passive = Ours.passive(directory, port, "--secret-file=secret");
        try (Node original = Peer.active(directory, port, FLOW)) {
            assertNotEquals(0, original.awaitExit(EXIT_SECONDS), original::toString);
        }
        assertEquals(0, passive.terminate());
        assertEquals(
                1, linesWith(passive, "refused: its software cannot prove that it has the secret"), passive::toString);
    }

    @Test
    void activeNodeWithoutTheSecretIsRefusedWithOneLine() {
        passive = Ours.passive(directory, port, "--secret-file=secret");
        try (Node stranger = active()) {
            assertEquals(1, stranger.awaitExit(EXIT_SECONDS), stranger::toString);
            assertEquals(1, linesWith(stranger, "serves only active nodes that have its secret: --secret-file"));
        }
        assertEquals(0, passive.terminate());
        assertEquals(
                1, linesWith(passive, "refused: it went without a proof that it has the secret"), passive::toString);
    }

    @Test
    void passiveNodeOfTheOriginalIsLeftUnlessTheUserSaysOtherwise() {
        Requirement.PEER.assume();
        passive = Peer.passive(directory, port);
        try (Node strict = active("--secret-file=secret")) {
            assertEquals(1, strict.awaitExit(EXIT_SECONDS), strict::toString);
            assertEquals(
                    1,
                    linesWith(strict, "does not ask for the secret; --secret-optional measures all the same"),
                    strict::toString);
        }
        try (Node lenient = active("--secret-file=secret", "--secret-optional", "-scalar=run.sca")) {
            assertEquals(0, lenient.awaitExit(EXIT_SECONDS), lenient::toString);
        }
        assertEquals("false", Scalars.active(directory).comment("authenticated"));
    }

    @Test
    void secretFileThatOthersCanReadIsWrongUsage() throws IOException {
        Files.setPosixFilePermissions(directory.resolve("secret"), PosixFilePermissions.fromString("rw-r--r--"));
        try (Node refused = active("--secret-file=secret")) {
            assertEquals(2, refused.awaitExit(EXIT_SECONDS), refused::toString);
            assertEquals(1, linesWith(refused, "others than its owner can read or write it"), refused::toString);
        }
    }
}
