// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.results;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.netperfmeter.transport.PathMetric;
import org.netperfmeter.transport.PathSample;

/**
 * The vectors of what the kernel says: one of each number of a connection, subflow or path that it ever tells, with the
 * addresses as attributes. A number that it does not tell at some moment is left out; there is none for states.
 */
final class TransportSeries extends TransportVector {
    private final OmnetppVectors vectors;
    private final Map<Key, Integer> numbers = new HashMap<>();

    private record Key(String object, PathMetric metric) {}

    TransportSeries(OutputFile output, OmnetppRun run) {
        this(output, new OmnetppVectors(run));
    }

    private TransportSeries(OutputFile output, OmnetppVectors vectors) {
        super(output, vectors);
        this.vectors = vectors;
    }

    @Override
    public void sample(TransportSamples samples) throws IOException {
        vectors.at(samples.relMicros());
        for (TransportSamples.Connection connection : samples.connections()) {
            String flow = ResultObject.flowOfStream(connection.flow());
            for (PathSample path : connection.paths()) {
                String object = ResultObject.within(flow, ResultObject.part(path));
                path.values()
                        .forEach((metric, value) -> value(
                                numbers.computeIfAbsent(new Key(object, metric), key -> declare(key, path)),
                                metric,
                                value));
            }
        }
        rowsEnd();
    }

    private int declare(Key key, PathSample path) {
        int vector = vectors.declare(key.object(), "Transport " + key.metric().column());
        switch (key.metric().kind()) {
            case MILLISECONDS -> vectors.attribute(vector, "unit", "ms");
            case SECONDS -> vectors.attribute(vector, "unit", "s");
            case GAUGE, COUNTER -> {}
        }
        vectors.attribute(vector, "localAddress", path.local());
        vectors.attribute(vector, "remoteAddress", path.remote());
        return vector;
    }

    private void value(int vector, PathMetric metric, long value) {
        RowBuffer line = vectors.value(vector);
        switch (metric.kind()) {
            case MILLISECONDS -> line.fixed(value, 3);
            case SECONDS -> line.fixed(value, 6);
            case GAUGE, COUNTER -> line.integer(value);
        }
        line.endOfRow();
    }
}
