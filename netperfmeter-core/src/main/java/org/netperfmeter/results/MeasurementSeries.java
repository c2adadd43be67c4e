// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.results;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.netperfmeter.measurement.Rate;
import org.netperfmeter.measurement.Volume;

/**
 * The vectors of a measurement: of each flow and of all together what was transmitted, received and lost up to each
 * statistics event, and at what rate since the one before; of each flow the jitter of its reception.
 */
final class MeasurementSeries extends MeasurementVector {
    private static final int DECIMALS = 6;

    private final OmnetppVectors vectors;
    /** In the order in which samples have the flows. */
    private final List<Counters> flows = new ArrayList<>();

    private final List<Integer> jitters = new ArrayList<>();
    private final Counters total;

    MeasurementSeries(OutputFile output, OmnetppRun run) {
        this(output, new OmnetppVectors(run));
    }

    private MeasurementSeries(OutputFile output, OmnetppVectors vectors) {
        super(output, vectors);
        this.vectors = vectors;
        total = new Counters("total");
    }

    @Override
    public void sample(MeasurementSample sample) throws IOException {
        vectors.at(sample.relMicros());
        if (flows.isEmpty()) {
            sample.flows().forEach(flow -> declare(ResultObject.flowOfStream(flow.definition())));
        }
        for (int i = 0; i < flows.size(); i++) {
            MeasurementSample.Flow flow = sample.flows().get(i);
            flows.get(i).add(flow.sent(), flow.received(), flow.lost(), sample.intervalMicros());
            vectors.value(jitters.get(i))
                    .fixed(DecimalText.thousandths(flow.now().jitterMillis()), 3)
                    .endOfRow();
        }
        total.add(sample.sent(), sample.received(), sample.lost(), sample.intervalMicros());
        rowsEnd();
    }

    private void declare(String flow) {
        flows.add(new Counters(flow));
        int jitter = vectors.declare(flow, "Jitter");
        vectors.attribute(jitter, "unit", "ms");
        jitters.add(jitter);
    }

    /** The vectors of a flow, or of all. */
    private final class Counters {
        private final List<Direction> directions;

        Counters(String object) {
            directions = List.of(
                    new Direction(object, "Transmitted"),
                    new Direction(object, "Received"),
                    new Direction(object, "Lost"));
        }

        void add(
                MeasurementSample.Progress sent,
                MeasurementSample.Progress received,
                MeasurementSample.Progress lost,
                long intervalMicros) {
            directions.get(0).add(sent, intervalMicros);
            directions.get(1).add(received, intervalMicros);
            directions.get(2).add(lost, intervalMicros);
        }
    }

    /** What was transmitted, received, or lost. */
    private final class Direction {
        private final int bytes;
        private final int packets;
        private final int frames;
        private final int byteRate;
        private final int packetRate;
        private final int frameRate;

        Direction(String object, String kind) {
            bytes = vectors.declare(object, kind + " Bytes");
            packets = vectors.declare(object, kind + " Packets");
            frames = vectors.declare(object, kind + " Frames");
            byteRate = vectors.declare(object, kind + " Byte Rate");
            packetRate = vectors.declare(object, kind + " Packet Rate");
            frameRate = vectors.declare(object, kind + " Frame Rate");
        }

        /** Before the first interval there are no rates. */
        void add(MeasurementSample.Progress progress, long intervalMicros) {
            Volume volume = progress.total();
            vectors.value(bytes).integer(volume.bytes()).endOfRow();
            vectors.value(packets).integer(volume.packets()).endOfRow();
            vectors.value(frames).integer(volume.frames()).endOfRow();
            if (intervalMicros > 0) {
                Rate rate = progress.increase().over(intervalMicros);
                rate(byteRate, rate.bytesPerSecond());
                rate(packetRate, rate.packetsPerSecond());
                rate(frameRate, rate.framesPerSecond());
            }
        }

        private void rate(int vector, double perSecond) {
            vectors.value(vector).text(DecimalText.fixed(perSecond, DECIMALS)).endOfRow();
        }
    }
}
