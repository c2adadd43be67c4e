// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.results;

import java.util.List;
import org.netperfmeter.traffic.FlowDefinition;
import org.netperfmeter.transport.PathSample;

/**
 * What the kernel said of the connections of a measurement at one moment.
 *
 * @param absMicros since 1970
 * @param relMicros since the first statistics event
 * @param intervalMicros since the samples before; 0 at the first
 * @param connections in the order of their flows
 */
public record TransportSamples(long absMicros, long relMicros, long intervalMicros, List<Connection> connections) {
    public TransportSamples {
        connections = List.copyOf(connections);
    }

    /**
     * A connection.
     *
     * @param flow the first of its flows
     * @param paths the connection as a whole, then its subflows or paths
     */
    public record Connection(FlowDefinition flow, List<PathSample> paths) {
        public Connection {
            paths = List.copyOf(paths);
        }
    }
}
