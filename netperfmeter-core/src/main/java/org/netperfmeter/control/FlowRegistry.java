// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.control;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.netperfmeter.traffic.FlowKey;

/** All flows of a passive node, whose keys are unique over all its control connections (lifecycle.md 1). */
public final class FlowRegistry {
    private final Map<FlowKey, PassiveSession> sessions = new HashMap<>();

    /** The session that defined this flow. */
    public Optional<PassiveSession> sessionOf(FlowKey key) {
        return Optional.ofNullable(sessions.get(key));
    }

    /** How many flows there are. */
    public int size() {
        return sessions.size();
    }

    /** Takes a key that is free. */
    void add(FlowKey key, PassiveSession session) {
        sessions.put(key, session);
    }

    void remove(FlowKey key) {
        sessions.remove(key);
    }
}
