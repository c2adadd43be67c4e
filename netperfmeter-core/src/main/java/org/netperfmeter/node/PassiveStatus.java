// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import org.netperfmeter.traffic.TransportProtocol;

/**
 * What a passive node is doing at a moment.
 *
 * @param connections control connections, flows, and data connections without a flow
 * @param measurements of which there are flows, or which run
 * @param unidentified data connections without a flow
 * @param temporaryBytes of results that wait for their upload
 * @param refusals how often what was refused, since the node runs
 */
public record PassiveStatus(
        long upSeconds,
        long connections,
        long measurements,
        int unidentified,
        long temporaryBytes,
        List<Client> clients,
        Map<Refusal, Long> refusals) {
    public PassiveStatus {
        clients = List.copyOf(clients);
        refusals = Map.copyOf(refusals);
    }

    /**
     * An active node.
     *
     * @param control over what its control connection goes
     * @param flows that it has defined
     * @param running its measurements that have been started and not been stopped
     */
    public record Client(
            InetSocketAddress address,
            TransportProtocol control,
            long connectedSeconds,
            int flows,
            List<Running> running) {}

    /** A measurement that runs. */
    public record Running(long measurementId, long seconds) {}
}
