// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.netperfmeter.traffic.FlowKey;

/** What two nodes with the same secret say to each other, byte by byte. */
class AuthenticationMessagesTest {
    private static final String ID_HEX = "1122334455667788";
    private static final long ID = 0x1122334455667788L;
    private static final String NONCE_HEX = "0102030405060708 090a0b0c0d0e0f10 1112131415161718 191a1b1c1d1e1f20";
    private static final String MAC_HEX = "a1a2a3a4a5a6a7a8 a9aaabacadaeafb0 b1b2b3b4b5b6b7b8 b9babbbcbdbebfc0";
    private static final Nonce NONCE = new Nonce(Hex.bytes(NONCE_HEX));
    private static final Mac MAC = new Mac(Hex.bytes(MAC_HEX));

    private static void assertBytes(String hex, Message message) throws ProtocolException {
        assertEquals(Hex.of(Hex.bytes(hex)), Hex.of(message));
        assertEquals(message, Hex.decode(hex));
    }

    @Test
    void challengeFollowsItsTable() throws ProtocolException {
        assertBytes("41000030" + ID_HEX + "0001 0020" + NONCE_HEX, new Challenge(ID, NONCE));
    }

    @Test
    void proofFollowsItsTable() throws ProtocolException {
        assertBytes("42000054" + ID_HEX + "0001 0020" + NONCE_HEX + "0002 0020" + MAC_HEX, new Proof(ID, NONCE, MAC));
    }

    @Test
    void counterProofFollowsItsTable() throws ProtocolException {
        assertBytes("43000030" + ID_HEX + "0002 0020" + MAC_HEX, new CounterProof(ID, MAC));
    }

    @Test
    void itemsComeInAnyOrderAndUnknownOnesAreSkipped() throws ProtocolException {
        assertEquals(
                new Proof(ID, NONCE, MAC),
                Hex.decode("4200005a" + ID_HEX + "0002 0020" + MAC_HEX + "7777 0002 0102" + "0001 0020" + NONCE_HEX));
    }

    @Test
    void ofEqualItemsTheLastCounts() throws ProtocolException {
        assertEquals(
                new CounterProof(ID, MAC),
                Hex.decode("43000054" + ID_HEX + "0002 0020" + NONCE_HEX + "0002 0020" + MAC_HEX));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "4100000b |                     | Challenge of 11 bytes is shorter than 12",
                "4100000c | 00                  | Challenge without item 1",
                "4100000f | 00 000100           | Challenge ends within the header of an item",
                "41000013 | 00 0001 0020 010203 | Challenge with item 1 of 32 bytes, but only 3 left",
                "41000013 | 00 0001 0003 010203 | Challenge with item 1 of 3 bytes, not 32",
                "41000013 | 00 0002 0003 010203 | Challenge without item 1",
                "4200000c | 00                  | Proof without item 1",
                "4300000c | 00                  | Counter-proof without item 2",
                "43000010 | 00 0002 0000        | Counter-proof with item 2 of 0 bytes, not 32",
            })
    void itemIsInvalid(String header, String rest, String reason) {
        // The ID has seven bytes here, and its eighth with the items.
        ProtocolException refused = assertThrows(
                ProtocolException.class, () -> Hex.decode(header + "11223344556677" + (rest == null ? "" : rest)));
        assertEquals(reason, refused.getMessage());
    }

    @Test
    void proofWithoutMacIsInvalid() {
        ProtocolException refused =
                assertThrows(ProtocolException.class, () -> Hex.decode("42000030" + ID_HEX + "0001 0020" + NONCE_HEX));
        assertEquals("Proof without item 2", refused.getMessage());
    }

    @Test
    void valuesThatAreTooLongAreNotCut() {
        ProtocolException refused = assertThrows(
                ProtocolException.class, () -> Hex.decode("43000031" + ID_HEX + "0002 0021" + MAC_HEX + "00"));
        assertEquals("Counter-proof with item 2 of 33 bytes, not 32", refused.getMessage());
    }

    // ------ Identify

    private static final FlowKey KEY = new FlowKey(ID, 7, 3);
    private static final String IDENTIFY = "00000007 4bcdf3aa303c6774" + ID_HEX + "0003";

    @Test
    void macOfAnIdentifyStandsBehindIt() throws ProtocolException {
        assertBytes("0480003a" + IDENTIFY + MAC_HEX, new IdentifyFlow(KEY, FileFormat.PLAIN).with(MAC));
        assertBytes("0481003a" + IDENTIFY + MAC_HEX, new IdentifyFlow(KEY, FileFormat.BZIP2).with(MAC));
        assertBytes("0482003a" + IDENTIFY + MAC_HEX, new IdentifyFlow(KEY, FileFormat.NONE).with(MAC));
    }

    @Test
    void identifyWithoutMacIsThatOfTheOriginal() throws ProtocolException {
        assertBytes(
                "0401001a" + IDENTIFY,
                new IdentifyFlow(KEY, FileFormat.BZIP2).with(MAC).withoutMac());
    }

    @Test
    void whateverFollowsAnIdentifyIsNoMacUnlessTheFlagSaysSo() throws ProtocolException {
        assertEquals(
                new IdentifyFlow(KEY, FileFormat.PLAIN, Optional.empty()), Hex.decode("0400003a" + IDENTIFY + MAC_HEX));
    }

    @Test
    void whateverFollowsTheMacIsIgnored() throws ProtocolException {
        assertEquals(
                new IdentifyFlow(KEY, FileFormat.PLAIN).with(MAC),
                Hex.decode("0480003c" + IDENTIFY + MAC_HEX + "0102"));
    }

    /** A flag that a receiver does not know, or has no use for, is no error (protocol.md 3.6). */
    @Test
    void macThatIsCutOffIsNone() throws ProtocolException {
        IdentifyFlow without = new IdentifyFlow(KEY, FileFormat.PLAIN);
        assertEquals(without, Hex.decode("0480001a" + IDENTIFY));
        assertEquals(without, Hex.decode("04800039" + IDENTIFY + MAC_HEX.substring(0, 65)));
    }

    // ------ Values

    @Test
    void noncesAndMacsHaveThirtyTwoBytes() {
        for (int bytes : new int[] {0, 31, 33}) {
            assertThrows(IllegalArgumentException.class, () -> new Nonce(new byte[bytes]));
            assertThrows(IllegalArgumentException.class, () -> new Mac(new byte[bytes]));
        }
    }

    @Test
    void everyBitOfAMacCounts() {
        for (int bit = 0; bit < 256; bit++) {
            byte[] changed = MAC.bytes();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertNotEquals(MAC, new Mac(changed));
        }
        assertEquals(MAC, new Mac(MAC.bytes()));
        assertEquals(MAC.hashCode(), new Mac(MAC.bytes()).hashCode());
        assertNotEquals(MAC, (Object) NONCE);
    }

    @Test
    void bytesOfANonceAreItsOwn() {
        byte[] bytes = NONCE.bytes();
        Nonce nonce = new Nonce(bytes);
        bytes[0] = 0;
        nonce.bytes()[1] = 0;
        assertEquals(NONCE, nonce);
        assertNotEquals(NONCE, new Nonce(bytes));
    }
}
