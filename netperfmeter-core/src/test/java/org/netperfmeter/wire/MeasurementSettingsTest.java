// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MeasurementSettingsTest {
    private static final MeasurementSettings SETTINGS =
            new MeasurementSettings(0x1122334455667788L, 0xFFEEDDCCBBAA9988L, 60_000_000);
    private static final String SETTINGS_HEX = """
            45000020 1122334455667788
            0001 0008 ffeeddccbbaa9988
            0002 0004 03938700
            """;

    @Test
    void itemsFollowTheTable() throws ProtocolException {
        assertEquals(Hex.of(Hex.bytes(SETTINGS_HEX)), Hex.of(SETTINGS));
        assertEquals(SETTINGS, Hex.decode(SETTINGS_HEX));
    }

    /** A peer that does not know an item must not see it. */
    @Test
    void choicesAreItemsOnlyIfWanted() throws ProtocolException {
        MeasurementSettings extended = new MeasurementSettings(
                0x1122334455667788L, 0xFFEEDDCCBBAA9988L, 1, true, false, false, FileFormat.NONE);
        assertCoded("""
                45000028 1122334455667788
                0001 0008 ffeeddccbbaa9988
                0002 0004 00000001
                0003 0004 00000001
                """, extended);
        MeasurementSettings omnetpp = new MeasurementSettings(
                0x1122334455667788L, 0xFFEEDDCCBBAA9988L, 1, false, false, true, FileFormat.NONE);
        assertCoded("""
                45000028 1122334455667788
                0001 0008 ffeeddccbbaa9988
                0002 0004 00000001
                0005 0004 00000001
                """, omnetpp);
        MeasurementSettings none =
                (MeasurementSettings) Hex.decode("4500001c 0000000000000001 0003 0004 00000000 0005 0004 00000000");
        assertFalse(none.extendedScalars());
        assertFalse(none.omnetpp());
    }

    private static void assertCoded(String hex, MeasurementSettings settings) throws ProtocolException {
        assertEquals(Hex.of(Hex.bytes(hex)), Hex.of(settings));
        assertEquals(settings, Hex.decode(hex));
    }

    @Test
    void correctedDelaysAreAnItemOnlyIfWanted() throws ProtocolException {
        MeasurementSettings corrected = new MeasurementSettings(
                0x1122334455667788L, 0xFFEEDDCCBBAA9988L, 1, false, true, false, FileFormat.NONE);
        assertCoded("""
                45000028 1122334455667788
                0001 0008 ffeeddccbbaa9988
                0002 0004 00000001
                0004 0004 00000001
                """, corrected);
        assertEquals(corrected, corrected.understoodBy(peer(Capability.values())));
        assertFalse(corrected
                .understoodBy(peer(Capability.MEASUREMENT_SETTINGS, Capability.CORRECTED_DELAYS))
                .correctedDelays());
    }

    @Test
    void vectorOfTheKernelHasItsFormat() throws ProtocolException {
        for (FileFormat format : List.of(FileFormat.PLAIN, FileFormat.BZIP2)) {
            MeasurementSettings settings =
                    new MeasurementSettings(0x1122334455667788L, 0xFFEEDDCCBBAA9988L, 1, false, false, false, format);
            assertCoded(
                    "45000028 1122334455667788 0001 0008 ffeeddccbbaa9988 0002 0004 00000001 0006 0004 0000000"
                            + (format == FileFormat.PLAIN ? 1 : 2),
                    settings);
            assertTrue(settings.hasTransportVector());
        }
        String prefix = "45000014 0000000000000001 0006 0004 ";
        MeasurementSettings none = (MeasurementSettings) Hex.decode(prefix + "00000000");
        assertFalse(none.hasTransportVector());
        for (String unknown : List.of("00000003", "ffffffff", "80000000")) {
            assertThrows(ProtocolException.class, () -> Hex.decode(prefix + unknown), unknown);
        }
    }

    @Test
    void peerIsToldWhatItUnderstands() {
        MeasurementSettings all = new MeasurementSettings(1, 2, 100_000, true, true, true, FileFormat.BZIP2);
        MeasurementSettings plain = new MeasurementSettings(1, 2, 100_000);
        assertEquals(all, all.understoodBy(peer(Capability.values())));
        assertEquals(plain, all.understoodBy(peer(Capability.MEASUREMENT_SETTINGS)));
        assertEquals(
                new MeasurementSettings(1, 2, 100_000, true, false, false, FileFormat.NONE),
                all.understoodBy(peer(Capability.EXTENDED_SCALARS)));
        assertEquals(
                new MeasurementSettings(1, 2, 100_000, false, false, true, FileFormat.NONE),
                all.understoodBy(peer(Capability.OMNETPP)));
        assertEquals(
                new MeasurementSettings(1, 2, 100_000, false, false, false, FileFormat.BZIP2),
                all.understoodBy(peer(Capability.TRANSPORT_VECTOR)));
        assertEquals(plain, plain.understoodBy(peer(Capability.values())));
    }

    private static Hello peer(Capability... capabilities) {
        return new Hello(1, Capability.maskOf(Set.of(capabilities)), "", "", "", 1);
    }

    @Test
    void missingItemsAreZero() throws ProtocolException {
        assertEquals(new MeasurementSettings(1, 0, 0), Hex.decode("4500000c 0000000000000001"));
    }

    @Test
    void intervalHasBounds() {
        for (int micros : new int[] {100_000, 1_000_000, 60_000_000}) {
            assertTrue(new MeasurementSettings(1, 2, micros).isValid());
        }
        for (int micros : new int[] {Integer.MIN_VALUE, -1, 0, 99_999, 60_000_001, Integer.MAX_VALUE}) {
            assertFalse(new MeasurementSettings(1, 2, micros).isValid());
        }
        assertEquals(60_000_000_000L, SETTINGS.intervalNanos());
        assertEquals(0.25, new MeasurementSettings(1, 2, 250_000).intervalSeconds());
    }

    @Test
    void seedOfFewerBytesIsRefused() {
        assertThrows(ProtocolException.class, () -> Hex.decode("45000014 0000000000000001 0001 0004 00000001"));
    }
}
