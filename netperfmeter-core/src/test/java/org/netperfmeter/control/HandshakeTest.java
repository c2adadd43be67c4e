// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.netperfmeter.control.ControlFlows.ACTIVE_NONCE;
import static org.netperfmeter.control.ControlFlows.MEASUREMENT;
import static org.netperfmeter.control.ControlFlows.PASSIVE_NONCE;
import static org.netperfmeter.control.ControlFlows.SECRET;
import static org.netperfmeter.control.ControlFlows.nonce;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.netperfmeter.traffic.FlowKey;
import org.netperfmeter.wire.FileFormat;
import org.netperfmeter.wire.FlowSettings;
import org.netperfmeter.wire.IdentifyFlow;
import org.netperfmeter.wire.Mac;
import org.netperfmeter.wire.MeasurementSettings;
import org.netperfmeter.wire.Message;
import org.netperfmeter.wire.MessageCodec;
import org.netperfmeter.wire.ProtocolException;

/** The expected codes were computed by Python's hmac over the table, byte by byte. */
class HandshakeTest {
    private static final Handshake HANDSHAKE = new Handshake(SECRET, MEASUREMENT, PASSIVE_NONCE, ACTIVE_NONCE);
    private static final IdentifyFlow IDENTIFY = new IdentifyFlow(new FlowKey(MEASUREMENT, 7, 3), FileFormat.BZIP2);

    /** Flow 7, stream 3, SCTP. */
    private static final String DEFINITION = "020200c2 00000007 9fa8b8ac4e6c241d 0003 8400 466c6f772037" + zeros(26)
            + "ffffffffffffffffffffffff 4039000000000000" + zeros(24) + "408f400000000000" + zeros(24)
            + "0000 00038e38 00038e38 3e80 0000" + zeros(18) + "64656661756c74" + zeros(9)
            + "6e706d78 01000000 0000000000000000 0000";

    private static String zeros(int bytes) {
        return "00".repeat(bytes);
    }

    private static Message message(String hex) throws ProtocolException {
        return MessageCodec.decode(ByteBuffer.wrap(HexFormat.of().parseHex(hex.replace(" ", ""))));
    }

    private static List<Message> definition(String hex) throws ProtocolException {
        return List.of(message(hex));
    }

    private static Mac mac(String hex) {
        return new Mac(HexFormat.of().parseHex(hex));
    }

    @Test
    void macsAreThoseOfTheTable() throws ProtocolException {
        assertEquals(mac("5d8b734cca704a0e0762500b169f3263f79e107faba29c36d43091c189f41748"), HANDSHAKE.proof());
        assertEquals(mac("bed271e7945c2e63252f74997cedae527af0ef0e7c1eb00f961780c07f778772"), HANDSHAKE.counterProof());
        assertEquals(
                mac("aee7126663c08fe328948d279dcc044cd426c99088aaa7250df45cc454c6087a"),
                HANDSHAKE.of(IDENTIFY, definition(DEFINITION)));
        assertEquals(
                mac("d0be844e6c32d6ac38f1e917db1d45947a138bfed6df918f0ffffc3b78cafecc"),
                HANDSHAKE.of(
                        IDENTIFY,
                        List.of(message(DEFINITION), new FlowSettings(IDENTIFY.key(), 7, false, Optional.empty()))));
    }

    @Test
    void macThatAnIdentifyHasDoesNotChangeItsMac() throws ProtocolException {
        List<Message> definition = definition(DEFINITION);
        assertEquals(HANDSHAKE.of(IDENTIFY, definition), HANDSHAKE.of(IDENTIFY.with(HANDSHAKE.proof()), definition));
    }

    @Test
    void nothingIsOfUseForAnotherPurposeOrConversation() throws ProtocolException {
        List<Message> definition = definition(DEFINITION);
        List<Handshake> handshakes = List.of(
                HANDSHAKE,
                new Handshake(
                        new Secret("0123456789abcdeF".getBytes(StandardCharsets.US_ASCII)),
                        MEASUREMENT,
                        PASSIVE_NONCE,
                        ACTIVE_NONCE),
                new Handshake(SECRET, MEASUREMENT + 1, PASSIVE_NONCE, ACTIVE_NONCE),
                new Handshake(SECRET, MEASUREMENT, nonce(1), ACTIVE_NONCE),
                new Handshake(SECRET, MEASUREMENT, PASSIVE_NONCE, nonce(0x81)),
                new Handshake(SECRET, MEASUREMENT, ACTIVE_NONCE, PASSIVE_NONCE));
        Set<Mac> different = new HashSet<>();
        for (Handshake handshake : handshakes) {
            different.add(handshake.proof());
            different.add(handshake.counterProof());
            different.add(handshake.of(IDENTIFY, definition));
        }
        assertEquals(3 * handshakes.size(), different.size());
    }

    @Test
    void identifyOfAnythingElseHasAnotherMac() throws ProtocolException {
        List<Message> definition = definition(DEFINITION);
        Set<Mac> different = new HashSet<>();
        different.add(HANDSHAKE.of(IDENTIFY, definition));
        different.add(HANDSHAKE.of(new IdentifyFlow(IDENTIFY.key(), FileFormat.PLAIN), definition));
        different.add(HANDSHAKE.of(new IdentifyFlow(IDENTIFY.key(), FileFormat.NONE), definition));
        different.add(HANDSHAKE.of(new IdentifyFlow(new FlowKey(MEASUREMENT, 8, 3), FileFormat.BZIP2), definition));
        different.add(HANDSHAKE.of(new IdentifyFlow(new FlowKey(MEASUREMENT, 7, 4), FileFormat.BZIP2), definition));
        different.add(HANDSHAKE.of(new IdentifyFlow(new FlowKey(MEASUREMENT + 1, 7, 3), FileFormat.BZIP2), definition));
        // A higher rate, and another transport.
        different.add(HANDSHAKE.of(IDENTIFY, definition(DEFINITION.replace("4039", "4139"))));
        different.add(HANDSHAKE.of(IDENTIFY, definition(DEFINITION.replace("0003 8400", "0003 1100"))));
        // Flow Settings, and others.
        different.add(HANDSHAKE.of(
                IDENTIFY, List.of(message(DEFINITION), new FlowSettings(IDENTIFY.key(), 7, false, Optional.empty()))));
        different.add(HANDSHAKE.of(
                IDENTIFY, List.of(message(DEFINITION), new FlowSettings(IDENTIFY.key(), 8, false, Optional.empty()))));
        // Measurement Settings, and others.
        different.add(HANDSHAKE.of(
                IDENTIFY, List.of(message(DEFINITION), new MeasurementSettings(MEASUREMENT, 1, 1_000_000))));
        different.add(HANDSHAKE.of(
                IDENTIFY, List.of(message(DEFINITION), new MeasurementSettings(MEASUREMENT, 2, 1_000_000))));
        different.add(HANDSHAKE.of(
                IDENTIFY, List.of(message(DEFINITION), new MeasurementSettings(MEASUREMENT, 1, 2_000_000))));
        assertEquals(13, different.size());
    }

    // ------ The secret

    /** RFC 4231, test case 1. */
    @Test
    void macIsHmacSha256() {
        byte[] key = new byte[20];
        Arrays.fill(key, (byte) 0x0b);
        assertEquals(
                mac("b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
                new Secret(key).mac(ByteBuffer.wrap("Hi There".getBytes(StandardCharsets.US_ASCII))));
    }

    @Test
    void shortSecretIsRefused() {
        assertEquals(
                "a secret must have at least 16 bytes",
                assertThrows(IllegalArgumentException.class, () -> new Secret(new byte[15]))
                        .getMessage());
        assertNotEquals(new Secret(new byte[16]), new Secret(new byte[17]));
    }

    @Test
    void secretIsNotShown() {
        assertFalse(new Credentials(SECRET, () -> ACTIVE_NONCE).toString().contains("0123"));
        assertFalse(HANDSHAKE.toString().contains("0123456789abcdef"));
    }
}
