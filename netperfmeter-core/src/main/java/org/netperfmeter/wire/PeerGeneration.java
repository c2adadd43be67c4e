// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.wire;

/** How a peer encodes on/off events and the uniform law (protocol.md 5.5, 5.6, 6). */
public enum PeerGeneration {
    /** 1.x: 40-byte events, relative uniform, no normal laws. */
    LEGACY(OnOffEvent.Layout.PADDED),
    /** 2.0.0 to 2.0.2: 40-byte events, absolute uniform. */
    EARLY(OnOffEvent.Layout.PADDED),
    /** 2.0.3 and later, and ours: 36-byte events, absolute uniform. */
    CURRENT(OnOffEvent.Layout.PACKED);

    private final OnOffEvent.Layout eventLayout;

    PeerGeneration(OnOffEvent.Layout eventLayout) {
        this.eventLayout = eventLayout;
    }

    /** The layout that a receiver of this generation expects. */
    OnOffEvent.Layout eventLayout() {
        return eventLayout;
    }
}
