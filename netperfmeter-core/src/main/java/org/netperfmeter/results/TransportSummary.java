// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.results;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.netperfmeter.traffic.FlowDefinition;
import org.netperfmeter.transport.PathMetric;
import org.netperfmeter.transport.PathSample;

/**
 * What remains of the samples of a connection: of counters the last value, of everything else the least, the mean and the
 * greatest of all samples. What the kernel never told is left out.
 */
public final class TransportSummary {
    private static final String MINIMUM = " Minimum";
    private static final String MEAN = " Mean";
    private static final String MAXIMUM = " Maximum";
    private static final BigDecimal GREATEST = BigDecimal.valueOf(Long.MAX_VALUE);

    private final FlowDefinition flow;
    private final Map<Long, Samples> parts = new TreeMap<>();

    /** @param flow the first of the connection's flows */
    public TransportSummary(FlowDefinition flow) {
        this.flow = flow;
    }

    public FlowDefinition flow() {
        return flow;
    }

    /** Takes the samples of one moment. */
    public void add(List<PathSample> paths) {
        for (PathSample path : paths) {
            parts.computeIfAbsent(path.id(), id -> new Samples()).add(path);
        }
    }

    /** In the order of their IDs, the connection being the first. */
    public List<Part> parts() {
        return parts.values().stream().map(Samples::summary).toList();
    }

    /** For a scalar file, by part. */
    public List<Scalar> scalars() {
        List<Scalar> scalars = new ArrayList<>();
        parts().forEach(part -> part.addTo(scalars));
        return scalars;
    }

    /**
     * The connection, or one of its paths.
     *
     * @param id 0 for a connection, from 1 on for its subflows or paths
     * @param local address and port at the last sample; empty: unknown
     * @param remote address and port at the last sample; empty: unknown
     * @param state at the last sample, in the words of the protocol; empty if it has none
     * @param values of what the kernel told
     */
    public record Part(
            PathSample.Part kind, long id, String local, String remote, String state, Map<PathMetric, Range> values) {
        public Part {
            Map<PathMetric, Range> sorted = new EnumMap<>(PathMetric.class);
            sorted.putAll(values);
            values = Collections.unmodifiableMap(sorted);
        }

        /**
         * As far as the scalars of a file tell it: addresses and state are none. Names of other scalars do not matter.
         *
         * @param scalars of this part, by name
         */
        static Part of(PathSample.Part kind, long id, Map<String, BigDecimal> scalars) {
            Map<PathMetric, Range> values = new EnumMap<>(PathMetric.class);
            for (PathMetric metric : PathMetric.values()) {
                String name = name(metric);
                boolean accumulates = metric.kind().accumulates();
                BigDecimal least = number(metric, scalars.get(accumulates ? name : name + MINIMUM));
                BigDecimal mean = number(metric, scalars.get(accumulates ? name : name + MEAN));
                BigDecimal greatest = number(metric, scalars.get(accumulates ? name : name + MAXIMUM));
                if (least != null && mean != null && greatest != null) {
                    values.put(metric, new Range(least.longValue(), mean, greatest.longValue(), greatest.longValue()));
                }
            }
            return new Part(kind, id, "", "", "", values);
        }

        void addTo(List<Scalar> scalars) {
            String object = ResultObject.part(kind, id);
            values.forEach((metric, range) -> {
                String name = name(metric);
                if (metric.kind().accumulates()) {
                    scalars.add(new Scalar(object, name, text(metric, BigDecimal.valueOf(range.last()))));
                } else {
                    scalars.add(new Scalar(object, name + MINIMUM, text(metric, BigDecimal.valueOf(range.least()))));
                    scalars.add(new Scalar(object, name + MEAN, text(metric, range.mean())));
                    scalars.add(new Scalar(object, name + MAXIMUM, text(metric, BigDecimal.valueOf(range.greatest()))));
                }
            });
        }

        private static String name(PathMetric metric) {
            return "Transport " + metric.column();
        }

        private static String text(PathMetric metric, BigDecimal value) {
            BigDecimal written = value.movePointLeft(shift(metric));
            return (metric.kind() == PathMetric.Kind.COUNTER
                            ? written
                            : written.setScale(Math.max(3, shift(metric)), RoundingMode.HALF_EVEN))
                    .toPlainString();
        }

        /** The inverse of the text; null if no kernel says such a thing. */
        private static BigDecimal number(PathMetric metric, BigDecimal written) {
            BigDecimal value = written == null ? null : written.movePointRight(shift(metric));
            return value == null || value.signum() < 0 || value.compareTo(GREATEST) > 0 ? null : value;
        }

        /** By how many digits what is written is smaller than what was counted. */
        private static int shift(PathMetric metric) {
            return switch (metric.kind()) {
                case MILLISECONDS -> 3;
                case SECONDS -> 6;
                case GAUGE, COUNTER -> 0;
            };
        }
    }

    /**
     * The values of a number.
     *
     * @param last of what accumulates; of the rest it may be any, since no scalar tells it
     */
    public record Range(long least, BigDecimal mean, long greatest, long last) {}

    /** Those of the connection, or of one of its paths. */
    private static final class Samples {
        private final Map<PathMetric, Series> series = new EnumMap<>(PathMetric.class);
        private PathSample last;

        void add(PathSample sample) {
            last = sample;
            sample.values()
                    .forEach((metric, value) ->
                            series.computeIfAbsent(metric, any -> new Series()).add(value));
        }

        Part summary() {
            Map<PathMetric, Range> values = new EnumMap<>(PathMetric.class);
            series.forEach((metric, known) -> values.put(metric, known.range()));
            return new Part(last.part(), last.id(), last.local(), last.remote(), last.state(), values);
        }
    }

    /** The values of a number. */
    private static final class Series {
        private long count;
        private long sum;
        private long least = Long.MAX_VALUE;
        private long greatest = Long.MIN_VALUE;
        private long last;

        void add(long value) {
            count++;
            sum += value;
            least = Math.min(least, value);
            greatest = Math.max(greatest, value);
            last = value;
        }

        Range range() {
            BigDecimal mean = BigDecimal.valueOf(sum).divide(BigDecimal.valueOf(count), MathContext.DECIMAL64);
            return new Range(least, mean, greatest, last);
        }
    }
}
