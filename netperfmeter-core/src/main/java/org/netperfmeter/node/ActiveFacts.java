// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.netperfmeter.control.ActiveSession;
import org.netperfmeter.wire.Hello;
import org.netperfmeter.wire.MeasurementSettings;

/**
 * What the results of an active node say of a measurement beside its numbers: how it was made, and with whom.
 *
 * @param config what the user asked for
 * @param settings what this node told the passive one
 * @param session what that answered
 * @param control how it was reached
 */
record ActiveFacts(ActiveConfig config, MeasurementSettings settings, ActiveSession session, ControlTransport control) {
    /** What the name of a fact is of which more may be known after the scalars have been written. */
    static final String MISSING_FILES = "missingFiles";

    private static final String UNKNOWN = "unknown";

    /**
     * By their names, in order.
     *
     * @param clockSteps how often the time of day has been set
     * @param realTimeRefused whether real-time priority was wanted in vain
     * @param missingFiles which the passive node will not send, as far as it is known
     */
    Map<String, Object> facts(long clockSteps, boolean realTimeRefused, List<String> missingFiles) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("software", LocalHost.software());
        facts.put("peerSoftware", session.peer().map(Hello::softwareVersion).orElse(UNKNOWN));
        facts.put("control", control.name());
        facts.put("seed", Long.toUnsignedString(settings.seed()));
        facts.put("peerSeed", session.peerHasSettings() ? Long.toUnsignedString(settings.seed()) : UNKNOWN);
        facts.put("intervalSeconds", settings.intervalSeconds());
        facts.put("peerIntervalSeconds", session.peerHasSettings() ? settings.intervalSeconds() : UNKNOWN);
        facts.putAll(new Fulfilment(config, session.peerSettings()).facts());
        facts.put("clockSteps", clockSteps);
        if (config.realTime()) {
            facts.put("realTime", !realTimeRefused);
        }
        if (config.secret().isPresent()) {
            facts.put("authenticated", session.isAuthenticated());
        }
        facts.put("peerDrains", session.peerIsOurs());
        if (!missingFiles.isEmpty()) {
            facts.put(MISSING_FILES, missingFiles);
        }
        return facts;
    }
}
