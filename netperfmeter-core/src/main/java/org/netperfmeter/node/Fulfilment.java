// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.netperfmeter.wire.MeasurementSettings;

/**
 * What the passive node does of that which a user asked of both nodes.
 *
 * @param config what the user asked for
 * @param followed what the passive node does; empty: one of another program, which cannot be told
 */
record Fulfilment(ActiveConfig config, Optional<MeasurementSettings> followed) {
    /** Whether the passive node records what its kernel says of connections. */
    boolean hasTransportVector() {
        return does(MeasurementSettings::hasTransportVector);
    }

    private boolean does(Predicate<MeasurementSettings> setting) {
        return followed.filter(setting).isPresent();
    }

    /** For the results: of each wish whether it is fulfilled. */
    Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        if (config.extendedScalars()) {
            facts.put("peerExtendedScalars", does(MeasurementSettings::extendedScalars));
        }
        if (config.omnetpp()) {
            facts.put("peerOmnetpp", does(MeasurementSettings::omnetpp));
        }
        if (config.transport().isWanted()) {
            facts.put("peerTransportVector", hasTransportVector());
        }
        return facts;
    }

    /** Of which files the user would be surprised, in words. */
    List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        boolean fetches = config.scalars().isWanted() || config.vectors().isWanted();
        if (config.omnetpp() && fetches && !does(MeasurementSettings::omnetpp)) {
            warnings.add("the passive node cannot write files for OMNeT++: its own stay in its format");
        }
        if (config.transport().isWanted() && !hasTransportVector()) {
            warnings.add("the passive node cannot record what its kernel says of connections: there will be no "
                    + config.transport().passiveTransport());
        }
        return warnings;
    }
}
