// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.benchmarks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.netperfmeter.traffic.FlowKey;
import org.netperfmeter.wire.DataHeader;

class DeparturesTest {
    private static final int FRAME_BYTES = 1000;
    private static final int SNAP_BYTES = 128;
    private static final long SECOND = 1_000_000_000;
    private static final byte UDP = 17;
    private static final byte TCP = 6;
    private static final FlowKey FLOW = new FlowKey(1, 0, 0);

    @Test
    void mostPunctualFrameSetsTheStart() {
        // Due every 1000 ns; the second one is the earliest on its own schedule.
        Departures departures = new Departures(new long[] {0, 1, 2, 4}, new long[] {5300, 6000, 7050, 9010});
        assertArrayEquals(new double[] {300, 0, 50, 10}, departures.latenessNanos(1e6), 1e-6);
    }

    @Test
    void senderThatFallsBehindIsEverLater() {
        // Half of the nominal rate.
        Departures departures = new Departures(new long[] {0, 1, 2, 3}, new long[] {0, 2000, 4000, 6000});
        assertArrayEquals(new double[] {0, 1000, 2000, 3000}, departures.latenessNanos(1e6), 1e-6);
        assertEquals(5e5, departures.framesPerSecond(), 1e-6);
    }

    @Test
    void framesThatDoNotComeAreNotLate() {
        Departures departures = new Departures(new long[] {3, 9}, new long[] {3000, 9000});
        assertArrayEquals(new double[] {0, 0}, departures.latenessNanos(1e6), 1e-6);
        assertEquals(1e6, departures.framesPerSecond(), 1e-6);
    }

    @Test
    void firstFramesAreThoseThatLeftFirst() {
        Departures departures = new Departures(new long[] {0, 1, 2, 3}, new long[] {5000, 5999, 6000, 7000});
        assertEquals(2, departures.framesWithin(1000));
        assertEquals(4, departures.framesWithin(2001));
    }

    @Test
    void precisionSuffersNeitherFromTheDateNorFromTheLength() {
        long epoch = 1_795_375_544L * SECOND;
        Departures departures =
                new Departures(new long[] {0, 30_000_000}, new long[] {epoch, epoch + 600 * SECOND + 1});
        assertArrayEquals(new double[] {0, 1}, departures.latenessNanos(50_000), 1e-3);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1000})
    void datagramsAreFoundInBothKindsOfCaptures(int nanosPerUnit) throws Exception {
        CaptureBytes capture = new CaptureBytes(nanosPerUnit);
        capture.udp(1 * SECOND + 5_000, 0, FRAME_BYTES);
        capture.udp(1 * SECOND + 7_000, 1, FRAME_BYTES);
        capture.udp(1 * SECOND + 8_000, 0, 500); // of another flow
        capture.udp(2 * SECOND + 5_000, 3, FRAME_BYTES);
        Departures departures = capture.read();
        assertEquals(3, departures.framesPerSecond(), 1e-9);
        assertArrayEquals(new double[] {0, 1000, 999_997_000}, departures.latenessNanos(1e6), 1e-3);
    }

    @Test
    void segmentsMayHoldSeveralFramesAndPartsOfThem() throws Exception {
        CaptureBytes capture = new CaptureBytes(1);
        int identify = 26;
        int start = 0xFFFF_FF00; // Sequence numbers wrap around.
        capture.tcp(100, start - identify, identify, -1);
        capture.tcp(1000, start, 1000, 0);
        capture.tcp(2000, start + 1000, 2500, 1); // frames 1 and 2, and half of 3
        capture.tcp(2500, start + 1000, 1000, 1); // sent again
        capture.tcp(3000, start + 3500, 500, -1); // the rest of it
        capture.tcp(3500, start + 4000, 0, -1); // an acknowledgement
        Departures departures = capture.read();
        // They left at 1000, 2000, 2000 and 3000 ns; the last two are the most punctual ones.
        assertArrayEquals(new double[] {1000, 1000, 0, 0}, departures.latenessNanos(1e6), 1e-6);
        assertEquals(3 / 2000e-9, departures.framesPerSecond(), 1e-3);
    }

    @Test
    void packetThatIsCutOffAtTheEndIsIgnored() throws Exception {
        CaptureBytes capture = new CaptureBytes(1);
        capture.udp(1000, 0, FRAME_BYTES);
        capture.udp(2000, 1, FRAME_BYTES);
        capture.udp(3000, 2, FRAME_BYTES);
        capture.cut(1);
        assertEquals(1e6, capture.read().framesPerSecond(), 1e-6);
    }

    @Test
    void oneFrameIsNotEnough() throws IOException {
        CaptureBytes capture = new CaptureBytes(1);
        capture.udp(1000, 0, FRAME_BYTES);
        assertThrows(RunFailedException.class, capture::read);
    }

    @Test
    void otherFilesAreNoCaptures() {
        assertThrows(IOException.class, () -> new PcapFile(new ByteArrayInputStream(new byte[100])));
        assertThrows(IOException.class, () -> new PcapFile(new ByteArrayInputStream(new byte[3])));
    }

    /** A capture of loopback, as dumpcap writes it. */
    private static final class CaptureBytes {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final int nanosPerUnit;
        private int cutBytes;

        CaptureBytes(int nanosPerUnit) {
            this.nanosPerUnit = nanosPerUnit;
            ByteBuffer header = ByteBuffer.allocate(24).order(ByteOrder.nativeOrder());
            header.putInt(nanosPerUnit == 1 ? 0xA1B23C4D : 0xA1B2C3D4);
            header.putInt(20, 1);
            bytes.writeBytes(header.array());
        }

        void udp(long nanos, long sequenceNumber, int messageBytes) {
            ByteBuffer packet = packet(UDP, 8 + messageBytes);
            message(packet, 14 + 20 + 8, sequenceNumber, messageBytes);
            write(nanos, packet);
        }

        /** A segment with so many bytes; if a message begins with it, its number, else -1. */
        void tcp(long nanos, int sequence, int payloadBytes, long sequenceNumber) {
            int headerBytes = 32;
            ByteBuffer packet = packet(TCP, headerBytes + payloadBytes);
            packet.putInt(14 + 20 + 4, sequence);
            packet.put(14 + 20 + 12, (byte) ((headerBytes / 4) << 4));
            if (sequenceNumber >= 0) {
                message(packet, 14 + 20 + headerBytes, sequenceNumber, FRAME_BYTES);
            }
            write(nanos, packet);
        }

        void cut(int count) {
            cutBytes = count;
        }

        Departures read() throws IOException, RunFailedException {
            byte[] all = bytes.toByteArray();
            try (PcapFile file = new PcapFile(new ByteArrayInputStream(all, 0, all.length - cutBytes))) {
                return Departures.read(file, FRAME_BYTES);
            }
        }

        private static ByteBuffer packet(byte protocol, int bytesOfTransport) {
            ByteBuffer packet = ByteBuffer.allocate(14 + 20 + bytesOfTransport + 48);
            packet.put(14, (byte) 0x45);
            packet.putShort(14 + 2, (short) (20 + bytesOfTransport));
            packet.put(14 + 9, protocol);
            return packet.limit(14 + 20 + bytesOfTransport);
        }

        private static void message(ByteBuffer packet, int at, long sequenceNumber, int messageBytes) {
            DataHeader.write(packet, at, FLOW, 3, messageBytes, (int) sequenceNumber, sequenceNumber, 0, 0);
        }

        private void write(long nanos, ByteBuffer packet) {
            byte[] kept = new byte[Math.min(packet.limit(), SNAP_BYTES)];
            packet.get(0, kept);
            ByteBuffer header = ByteBuffer.allocate(16).order(ByteOrder.nativeOrder());
            header.putInt((int) (nanos / SECOND)).putInt((int) (nanos % SECOND / nanosPerUnit));
            header.putInt(kept.length).putInt(packet.limit());
            bytes.writeBytes(header.array());
            bytes.writeBytes(kept);
        }
    }
}
