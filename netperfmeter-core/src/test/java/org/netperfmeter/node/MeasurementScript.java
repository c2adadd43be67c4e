// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.netperfmeter.traffic.FlowDefinition;
import org.netperfmeter.traffic.FlowKey;
import org.netperfmeter.traffic.FlowOptions;
import org.netperfmeter.traffic.TrafficPattern;
import org.netperfmeter.traffic.TransportProtocol;
import org.netperfmeter.wire.AddFlow;
import org.netperfmeter.wire.DataMessage;
import org.netperfmeter.wire.FileFormat;
import org.netperfmeter.wire.IdentifyFlow;
import org.netperfmeter.wire.Message;
import org.netperfmeter.wire.MessageCodec;
import org.netperfmeter.wire.PeerGeneration;
import org.netperfmeter.wire.RemoveFlow;
import org.netperfmeter.wire.Start;
import org.netperfmeter.wire.Stop;

/** What an active node sends in a measurement of a TCP and a UDP flow, in order; and that with mistakes. */
final class MeasurementScript {
    private static final int MOST_MUTATIONS = 4;
    private static final int DATA_MESSAGES = 4;
    private static final int[] EDGES = {0, 1, 3, 4, 25, 26, 47, 48, 193, 194, 1404, 32767, 32768, 65535};
    private static final long[] EXTREMES = {
        0,
        -1,
        Long.MIN_VALUE,
        Long.MAX_VALUE,
        Double.doubleToRawLongBits(Double.NaN),
        Double.doubleToRawLongBits(Double.POSITIVE_INFINITY),
        Double.doubleToRawLongBits(Double.MAX_VALUE),
        Double.doubleToRawLongBits(Double.MIN_VALUE),
        Double.doubleToRawLongBits(1e9)
    };

    private static final List<FileFormat> FORMATS = List.of(FileFormat.values());
    private static final List<Way> WAYS = List.of(Way.values());

    enum Way {
        CONTROL,
        DATA,
        DATAGRAM
    }

    /** Bytes that go one way. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Step(Way way, byte[] bytes) {}

    private final SplittableRandom random;
    private final List<Step> steps = new ArrayList<>();

    MeasurementScript(SplittableRandom random) {
        this.random = random;
        long id = random.nextLong();
        FlowKey tcp = new FlowKey(id, 0, 0);
        FlowKey udp = new FlowKey(id, 1, 0);
        say(Way.CONTROL, addFlow(id, 0, TransportProtocol.TCP));
        say(Way.CONTROL, addFlow(id, 1, TransportProtocol.UDP));
        say(Way.DATA, new IdentifyFlow(tcp, anyFormat()));
        say(Way.DATAGRAM, new IdentifyFlow(udp, anyFormat()));
        sendData(tcp, udp, 0);
        say(Way.CONTROL, new Start(id, anyFormat(), anyFormat()));
        sendData(tcp, udp, DATA_MESSAGES);
        say(Way.CONTROL, new Stop(id));
        say(Way.CONTROL, new RemoveFlow(tcp));
        say(Way.CONTROL, new RemoveFlow(udp));
    }

    private void say(Way way, Message message) {
        steps.add(new Step(way, MessageCodec.encode(message)));
    }

    private Message addFlow(long measurementId, int flowId, TransportProtocol protocol) {
        double framesPerSecond = random.nextInt(8) == 0 ? 0 : random.nextInt(1, 200);
        FlowDefinition flow = new FlowDefinition(
                flowId,
                0,
                "Flow " + flowId,
                protocol,
                TrafficPattern.SILENT,
                TrafficPattern.constant(framesPerSecond, random.nextInt(1500)),
                FlowOptions.DEFAULTS);
        return AddFlow.of(flow, measurementId, PeerGeneration.CURRENT, random.nextBoolean());
    }

    private FileFormat anyFormat() {
        return FORMATS.get(random.nextInt(FORMATS.size()));
    }

    private void sendData(FlowKey tcp, FlowKey udp, int first) {
        for (int number = first; number < first + DATA_MESSAGES; number++) {
            byte[] payload = new byte[random.nextInt(300)];
            say(Way.DATA, new DataMessage(tcp, true, true, number, number, 0, 1, payload));
            say(Way.DATAGRAM, new DataMessage(udp, true, true, number, number, 0, 1, payload));
        }
    }

    List<Step> steps() {
        return List.copyOf(steps);
    }

    Step anyStep() {
        return steps.get(random.nextInt(steps.size()));
    }

    /** Makes some mistakes. */
    void mutate() {
        for (int mutations = random.nextInt(1, MOST_MUTATIONS + 1); mutations > 0 && !steps.isEmpty(); mutations--) {
            int at = random.nextInt(steps.size());
            Step step = steps.get(at);
            switch (random.nextInt(8)) {
                case 0 -> steps.set(at, new Step(step.way, flipped(step.bytes, random)));
                case 1 ->
                    steps.set(at, new Step(step.way, Arrays.copyOf(step.bytes, random.nextInt(step.bytes.length + 1))));
                case 2 -> steps.set(at, new Step(step.way, withLength(step.bytes)));
                case 3 -> steps.set(at, new Step(step.way, withExtreme(step.bytes)));
                case 4 -> steps.set(at, new Step(WAYS.get(random.nextInt(WAYS.size())), step.bytes));
                case 5 -> Collections.swap(steps, at, random.nextInt(steps.size()));
                case 6 -> steps.remove(at);
                default -> steps.add(random.nextInt(steps.size() + 1), step);
            }
        }
    }

    /** With one to eight bits turned over. */
    static byte[] flipped(byte[] bytes, SplittableRandom random) {
        byte[] flipped = bytes.clone();
        for (int flips = random.nextInt(1, 9); flips > 0 && flipped.length > 0; flips--) {
            flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
        }
        return flipped;
    }

    /** With a length field that is wrong. */
    private byte[] withLength(byte[] bytes) {
        int length = random.nextBoolean() ? EDGES[random.nextInt(EDGES.length)] : bytes.length + random.nextInt(-8, 9);
        byte[] wrong = bytes.clone();
        if (wrong.length >= Integer.BYTES) {
            ByteBuffer.wrap(wrong).putShort(2, (short) length);
        }
        return wrong;
    }

    /** With eight bytes that stand for a number beyond all sense. */
    private byte[] withExtreme(byte[] bytes) {
        byte[] wrong = bytes.clone();
        if (wrong.length >= 2 * Long.BYTES) {
            int at = random.nextInt(4, wrong.length - Long.BYTES + 1);
            ByteBuffer.wrap(wrong).putLong(at, EXTREMES[random.nextInt(EXTREMES.length)]);
        }
        return wrong;
    }
}
