// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.netperfmeter.node.ResultFiles.assertSameCounters;
import static org.netperfmeter.node.ResultFiles.scalars;
import static org.netperfmeter.node.TransportAssumption.assumeTransport;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.netperfmeter.control.Secret;
import org.netperfmeter.traffic.TransportProtocol;

/** A passive node with a secret, and who gets to measure with it. */
@Timeout(60)
class AuthenticationIT {
    private static final byte[] KEY = "correct horse battery staple".getBytes(StandardCharsets.US_ASCII);
    private static final Secret SECRET = new Secret(KEY);
    private static final Secret OTHER = new Secret("another horse battery staple".getBytes(StandardCharsets.US_ASCII));

    @TempDir
    private Path directory;

    private RunningPassive passive;

    @BeforeEach
    void openPassive() throws IOException {
        passive = RunningPassive.open(SECRET);
    }

    @AfterEach
    void closePassive() {
        if (passive != null) {
            passive.close();
        }
    }

    private ActiveRun run() {
        return new ActiveRun(passive.basePort).flow("TCP 100:100").seconds(0.1);
    }

    private static String failureOf(ActiveRun run) {
        return assertThrows(MeasurementFailedException.class, run::run).getMessage();
    }

    /** Ends the passive node, so that nothing more will happen to it. */
    private void assertWarnings(String... warnings) {
        NodeEvents events = passive.events;
        closePassive();
        passive = null;
        assertEquals(
                List.of(warnings),
                events.notes.stream()
                        .filter(note -> note.startsWith("WARNING "))
                        .map(note -> note.replaceFirst("^WARNING \\S+: ", ""))
                        .toList());
    }

    // ------ Nodes of ours

    @ParameterizedTest
    @EnumSource(names = {"TCP", "MPTCP", "UDP"})
    void countersAreEqualBetweenNodesWithTheSameSecret(TransportProtocol protocol) throws Exception {
        assumeTransport(protocol);
        ActiveRun run = new ActiveRun(passive.basePort)
                .secret(SECRET)
                .flow(protocol, "50:1000:40:500")
                .flow(protocol, "20:3000:20:2500:maxmsgsize=1000:onoff=0,0.2,0.3")
                .scalars(directory.resolve("run.sca"))
                .vectors(directory.resolve("run.vec"));
        run.runUntil(Enough.frames(8));
        assertEquals(true, run.events.awaitReport().facts().get("authenticated"));
        Map<String, Long> active = scalars(directory.resolve("run-active.sca"));
        Map<String, Long> served = scalars(directory.resolve("run-passive.sca"));
        for (String object : List.of("flow[0]", "flow[1]", "total")) {
            assertSameCounters(object, active, served);
            assertSameCounters(object, served, active);
            assertTrue(active.get(object + " Received Frames") > 0, object);
        }
        assertWarnings();
    }

    @Tag("vm")
    @Timeout(120)
    @ParameterizedTest
    @EnumSource(names = {"SCTP", "DCCP"})
    void otherTransportsAreAuthenticatedAlike(TransportProtocol protocol) throws Exception {
        assumeTransport(protocol);
        ActiveRun run = new ActiveRun(passive.basePort).secret(SECRET).scalars(directory.resolve("run.sca"));
        if (protocol.isMultiStream()) {
            run.streams("50:1000:40:500", "50:1000:40:500");
        } else {
            run.flow(protocol, "50:1000:40:500").flow(protocol, "50:1000:40:500");
        }
        run.runUntil(Enough.frames(8));
        assertEquals(true, run.events.awaitReport().facts().get("authenticated"));
        for (String object : List.of("flow[0]", "flow[1]")) {
            assertTrue(scalars(directory.resolve("run-active.sca")).get(object + " Received Frames") > 0, object);
            assertTrue(scalars(directory.resolve("run-passive.sca")).get(object + " Received Frames") > 0, object);
        }
        assertWarnings();
    }

    @Test
    void activeNodeWithAnotherSecretIsRefused() throws Exception {
        assertEquals("the passive node has another secret", failureOf(run().secret(OTHER)));
        assertWarnings("refused: it has another secret, or repeats what it has heard");
    }

    @Test
    void activeNodeWithoutSecretIsRefused() throws Exception {
        assertEquals("the passive node serves only active nodes that have its secret: --secret-file", failureOf(run()));
        assertWarnings("refused: it went without a proof that it has the secret");
    }

    @Test
    void passiveNodeWithoutSecretIsRefusedUnlessTheUserSaysOtherwise() throws Exception {
        try (RunningPassive open = RunningPassive.open()) {
            assertEquals(
                    "the passive node does not ask for the secret; --secret-optional measures all the same",
                    failureOf(new ActiveRun(open.basePort).secret(SECRET).flow("TCP 100:100")));
            ActiveRun lenient = new ActiveRun(open.basePort)
                    .secret(SECRET)
                    .secretOptional()
                    .flow("TCP 100:100")
                    .seconds(0.1);
            lenient.run();
            assertEquals(false, lenient.events.awaitReport().facts().get("authenticated"));
        }
    }

    @Test
    void probeOfTheGenerationCountsAsARefusalWhereTheSecretIsOptional() throws Exception {
        ActiveRun run = new ActiveRun(passive.basePort)
                .secret(SECRET)
                .secretOptional()
                .flow("TCP 100:100:0:0:onoff=0,0.1")
                .seconds(0.1);
        run.run();
        assertEquals(true, run.events.awaitReport().facts().get("authenticated"));
        assertWarnings("refused: it went without a proof that it has the secret");
    }

    @Test
    void passiveNodeOfTheOriginalIsRefusedUnlessTheUserSaysOtherwise() throws Exception {
        try (OriginalPassive original = new OriginalPassive()) {
            assertEquals(
                    "the passive node does not ask for the secret; --secret-optional measures all the same",
                    failureOf(new ActiveRun(original.basePort).secret(SECRET).flow("TCP 100:100")));
            new ActiveRun(original.basePort)
                    .secret(SECRET)
                    .secretOptional()
                    .flow("TCP 100:100")
                    .seconds(0.1)
                    .run();
        }
    }

    // ------ A peer that computes everything itself, from the tables in ARCHITECTURE.md

    private static final String ID = "1122334455667788";
    private static final String ZEROS = "00".repeat(16);
    private static final String ACTIVE_NONCE = "c0ffee00".repeat(8);

    /** Flow 0, silent. */
    private static String addFlow(String protocol, String mark) {
        return "020000c2 00000000" + ID + "0000" + protocol + "466c6f772030" + "00".repeat(26) + "ff".repeat(12)
                + ZEROS.repeat(4) + "0000 00038e38 00038e38 3e80 00 00 0000" + ZEROS + "64656661756c74"
                + "00".repeat(9) + mark + "0000";
    }

    private static final String MARK = "6e706d78 01000000 00000000 00000000";
    private static final String OKAY = "01000018 00000000" + ID + "0000 0000 00000000";
    private static final String MARKED_OKAY = "01000018 00000000" + ID + "0000 4e01 00000000";
    private static final String ERROR = "01000018 00000000" + ID + "0000 0000 00000001";
    private static final String MARKED_ERROR = "01000018 00000000" + ID + "0000 4e01 00000001";
    private static final String IDENTIFY = "0402001a 00000000 4bcdf3aa303c6774" + ID + "0000";

    private static byte[] mac(String... text) throws GeneralSecurityException {
        Mac hmac = Mac.getInstance("HmacSHA256");
        hmac.init(new SecretKeySpec(KEY, "HmacSHA256"));
        return hmac.doFinal(RawConnection.bytes(text));
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    /** Authenticates and adds the flow. Returns what the MAC of its Identify begins with. */
    private static String added(RawConnection control, String add) throws IOException, GeneralSecurityException {
        control.send(add);
        control.expect(MARKED_ERROR);
        control.expect("41000030" + ID + "00010020");
        String nonces = hex(control.bytes(32)) + ACTIVE_NONCE;
        control.send(
                "42000054" + ID + "00010020" + ACTIVE_NONCE + "00020020",
                hex(mac("6e706d78 01 41 0000" + ID + nonces)));
        control.expect("43000030" + ID + "00020020", hex(mac("6e706d78 01 50 0000" + ID + nonces)));
        control.send(add);
        control.expect(MARKED_OKAY);
        return "6e706d78 01 49 0000" + ID + nonces;
    }

    private static String identifyWith(byte[] mac) {
        return IDENTIFY.replace("0402001a", "0482003a") + hex(mac);
    }

    @Test
    void streamIsBoundByItsMacOnly() throws Exception {
        String add = addFlow("0600", MARK);
        try (RawConnection control = RawConnection.to(passive.basePort + 1)) {
            String conversation = added(control, add);
            try (RawConnection spoofed = RawConnection.to(passive.basePort)) {
                spoofed.send(IDENTIFY);
                spoofed.expectEnd();
            }
            try (RawConnection spoofed = RawConnection.to(passive.basePort)) {
                spoofed.send(identifyWith(mac(conversation, IDENTIFY)));
                spoofed.expectEnd();
            }
            try (RawConnection data = RawConnection.to(passive.basePort)) {
                data.send(identifyWith(mac(conversation, IDENTIFY, add)));
                control.expect(OKAY);
            }
        }
        assertWarnings(
                "Identify of flow 0/0 of measurement $1122334455667788 without the right MAC",
                "Identify of flow 0/0 of measurement $1122334455667788 without the right MAC");
    }

    @Test
    void datagramIsBoundByItsMacOnly() throws Exception {
        String add = addFlow("1100", MARK);
        try (RawConnection control = RawConnection.to(passive.basePort + 1);
                DatagramSocket spoofed = new DatagramSocket();
                DatagramSocket data = new DatagramSocket()) {
            String conversation = added(control, add);
            send(spoofed, IDENTIFY);
            send(data, identifyWith(mac(conversation, IDENTIFY, add)));
            control.expect(OKAY);
            // Nothing more is acknowledged, now that the flow is bound.
            send(spoofed, identifyWith(mac(conversation, IDENTIFY, add)));
            control.send("07000010 00000000" + ID);
            control.expect(ERROR);
        }
    }

    private void send(DatagramSocket socket, String message) throws IOException {
        byte[] bytes = RawConnection.bytes(message);
        socket.send(new DatagramPacket(bytes, bytes.length, InetAddress.getLoopbackAddress(), passive.basePort));
    }

    @Test
    void proofIsOfNoUseOnAnotherConnection() throws Exception {
        byte[] first;
        String add = addFlow("0600", MARK);
        try (RawConnection control = RawConnection.to(passive.basePort + 1)) {
            control.send(add);
            control.expect(MARKED_ERROR);
            byte[] challenge = control.message();
            first = ByteBuffer.allocate(32).put(challenge, 16, 32).array();
        }
        try (RawConnection control = RawConnection.to(passive.basePort + 1)) {
            control.send(add);
            control.expect(MARKED_ERROR);
            control.message();
            control.send(
                    "42000054" + ID + "00010020" + ACTIVE_NONCE + "00020020",
                    hex(mac("6e706d78 01 41 0000" + ID + hex(first) + ACTIVE_NONCE)));
            control.expect(ERROR);
            control.expectEnd();
        }
    }

    @Test
    void cutProofEndsTheConversation() throws Exception {
        try (RawConnection control = RawConnection.to(passive.basePort + 1)) {
            control.send(addFlow("0600", MARK));
            control.expect(MARKED_ERROR);
            control.message();
            control.send("42000030" + ID + "00010020" + ACTIVE_NONCE);
            control.expectEnd();
        }
    }

    @Test
    void originalIsRefusedByteByByte() throws Exception {
        try (RawConnection control = RawConnection.to(passive.basePort + 1);
                RawConnection data = RawConnection.to(passive.basePort)) {
            control.send(addFlow("0600", ZEROS));
            control.expect(ERROR);
            data.send(IDENTIFY);
            data.expectEnd();
            control.send("06000010 00000000" + ID);
            control.expect(ERROR);
            control.send("07000010 00000000" + ID);
            control.expect(ERROR);
        }
        assertEquals(
                1,
                passive.events.notes.stream()
                        .filter(note -> note.endsWith("refused: its software cannot prove that it has the secret"))
                        .count());
    }
}
