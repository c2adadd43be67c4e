// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.reliability;

import java.util.ArrayList;
import java.util.List;
import org.netperfmeter.traffic.TransportProtocol;

/**
 * Whether the results of both nodes tell the same: what one has sent is what the other has received, and, over protocols
 * that lose messages, what it knows to be lost.
 */
final class Exactness {
    private final List<String> differences = new ArrayList<>();

    private Exactness() {}

    /**
     * Compares all counters of all flows, in both directions.
     *
     * @param protocols of the flows, in their order
     * @return what differs, in words
     */
    static List<String> differences(Scalars active, Scalars passive, List<TransportProtocol> protocols) {
        Exactness exactness = new Exactness();
        for (int flow = 0; flow < protocols.size(); flow++) {
            exactness.compare(protocols.get(flow), flow, "to the passive node", active, passive);
            exactness.compare(protocols.get(flow), flow, "to the active node", passive, active);
        }
        return List.copyOf(exactness.differences);
    }

    private void compare(TransportProtocol protocol, int flow, String direction, Scalars sender, Scalars receiver) {
        for (Scalars.Unit unit : Scalars.Unit.values()) {
            long sent = sender.sent(flow, unit);
            long received = receiver.received(flow, unit);
            long lost = receiver.lost(flow, unit);
            if (sent == 0 || sent != received + lost || (lost != 0 && !protocol.isDatagram())) {
                differences.add("%s flow #%d %s: %d %s sent, %d received, %d lost"
                        .formatted(protocol, flow, direction, sent, unit, received, lost));
            }
        }
    }
}
