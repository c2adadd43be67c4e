// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.results;

import java.util.List;
import java.util.function.Function;
import org.netperfmeter.measurement.FlowSnapshot;
import org.netperfmeter.measurement.Volume;
import org.netperfmeter.traffic.FlowDefinition;

/**
 * One statistics event of a measurement.
 *
 * @param absMicros since 1970
 * @param relMicros since the first event
 * @param intervalMicros since the event before; 0 at the first
 * @param flows in the order of their creation
 */
public record MeasurementSample(long absMicros, long relMicros, long intervalMicros, List<Flow> flows) {
    public MeasurementSample {
        flows = List.copyOf(flows);
    }

    /**
     * One flow of a sample.
     *
     * @param before the counters at the event before; {@link FlowSnapshot#EMPTY} at the first
     */
    public record Flow(FlowDefinition definition, FlowSnapshot now, FlowSnapshot before) {
        public Progress sent() {
            return new Progress(now.transmitted(), now.transmitted().minus(before.transmitted()));
        }

        public Progress received() {
            return new Progress(now.received(), now.received().minus(before.received()));
        }

        public Progress lost() {
            return new Progress(now.lost(), now.lost().minus(before.lost()));
        }
    }

    /**
     * How a volume grew.
     *
     * @param total since the flow was created
     * @param increase since the event before
     */
    public record Progress(Volume total, Volume increase) {
        static final Progress NONE = new Progress(Volume.NONE, Volume.NONE);

        Progress plus(Progress other) {
            return new Progress(total.plus(other.total), increase.plus(other.increase));
        }
    }

    /** Of all flows together. */
    public Progress sent() {
        return sum(Flow::sent);
    }

    /** Of all flows together. */
    public Progress received() {
        return sum(Flow::received);
    }

    /** Of all flows together. */
    public Progress lost() {
        return sum(Flow::lost);
    }

    private Progress sum(Function<Flow, Progress> part) {
        return flows.stream().map(part).reduce(Progress.NONE, Progress::plus);
    }
}
