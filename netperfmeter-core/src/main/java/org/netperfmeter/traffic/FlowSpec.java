// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.traffic;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A FLOWSPEC of the command line, parsed, not yet numbered.
 *
 * @param protocol of the flow, after {@code cmt=} had its say
 * @param id unsigned 32 bits
 * @param outbound active to passive
 * @param inbound passive to active
 * @param notices what was accepted for the sake of old scripts, but has no effect
 */
public record FlowSpec(
        TransportProtocol protocol,
        OptionalInt id,
        Optional<String> description,
        TrafficPattern outbound,
        TrafficPattern inbound,
        FlowOptions options,
        List<String> notices) {
    public FlowSpec {
        notices = List.copyOf(notices);
    }
}
