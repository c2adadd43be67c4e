// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.netperfmeter.measurement.FlowSnapshot;
import org.netperfmeter.measurement.FlowStatistics;
import org.netperfmeter.results.FlowVector;
import org.netperfmeter.results.OutputFile;
import org.netperfmeter.results.ResultFormat;
import org.netperfmeter.results.VectorOverflow;
import org.netperfmeter.results.VectorRing;
import org.netperfmeter.traffic.FlowDefinition;
import org.netperfmeter.traffic.FlowOptions;
import org.netperfmeter.traffic.TrafficPattern;
import org.netperfmeter.traffic.TransportProtocol;
import org.netperfmeter.wire.ProtocolException;

/** Any bytes at all on a data connection, or as datagrams; down to the rows of the vector. */
class FlowReceiverFuzzTest {
    private static final int TIMEOUT_MILLIS = 5000;
    private static final int RING_ROWS = 64;
    private static final FlowDefinition FLOW = new FlowDefinition(
            0, 0, "", TransportProtocol.TCP, TrafficPattern.SILENT, TrafficPattern.SILENT, FlowOptions.DEFAULTS);
    private static final long NOW_MICROS = 1_700_000_000_000_000L;

    /** What was counted, and why reception ended; empty if it did not. */
    private record Outcome(FlowSnapshot counters, String failure) {}

    /** The same counters, and the same end, in however many pieces the bytes come. */
    @FuzzTest
    void piecesOfAStreamMakeNoDifference(byte[] stream) throws IOException {
        Outcome whole = received(stream, Math.max(1, stream.length));
        assertEquals(whole, received(stream, 1));
        assertEquals(whole, received(stream, 47));
        assertTrue(whole.counters.receivedBytes() <= stream.length);
    }

    private static Outcome received(byte[] stream, int pieceBytes) throws IOException {
        Receiver receiver = new Receiver(TransportProtocol.TCP);
        String failure = "";
        try {
            for (int at = 0; at < stream.length; at += pieceBytes) {
                int end = Math.min(stream.length, at + pieceBytes);
                ByteBuffer piece = ByteBuffer.wrap(Arrays.copyOfRange(stream, at, end));
                receiver.messages.stream(piece, 0, piece.capacity(), Arrivals.at(NOW_MICROS));
            }
        } catch (ProtocolException e) {
            failure = e.getMessage();
        }
        return new Outcome(receiver.finish(), failure);
    }

    /** Each datagram begins with a byte that says how long it is, in units of 8 bytes. */
    @FuzzTest
    void datagramsAreCountedOrIgnored(byte[] bytes) throws IOException {
        Receiver receiver = new Receiver(TransportProtocol.UDP);
        long datagrams = 0;
        ByteBuffer input = ByteBuffer.wrap(bytes);
        while (input.hasRemaining()) {
            byte[] datagram = new byte[Math.min(input.remaining() - 1, 8 * Byte.toUnsignedInt(input.get()))];
            input.get(datagram);
            receiver.messages.datagram(
                    ByteBuffer.wrap(datagram), 0, datagram.length, Arrivals.at(NOW_MICROS + datagrams));
            datagrams++;
        }
        FlowSnapshot counters = receiver.finish();
        assertTrue(counters.receivedPackets() <= datagrams);
        assertTrue(counters.receivedBytes() <= bytes.length);
    }

    /** The receiving half of a flow, with a vector that nobody keeps. */
    private static final class Receiver {
        final FlowReceiver messages;
        private final FlowStatistics statistics = new FlowStatistics(TIMEOUT_MILLIS);
        private final VectorRing rows = new VectorRing(RING_ROWS, VectorOverflow.DROP);

        Receiver(TransportProtocol protocol) {
            messages = new FlowReceiver(new ScriptedChannel(protocol), statistics, rows);
            rows.start(0);
        }

        FlowSnapshot finish() throws IOException {
            try (FlowVector vector = ResultFormat.original()
                    .flowVector(OutputFile.create(Path.of("/dev/null")), FLOW, Optional.empty())) {
                rows.drainTo(vector);
            }
            statistics.finishReception();
            return statistics.snapshot();
        }
    }
}
