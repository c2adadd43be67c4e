// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

/** Why a passive node does not do what was asked of it. */
public enum Refusal {
    NOT_ALLOWED("clients that are not allowed"),
    UNAUTHENTICATED("clients without the secret"),
    TOO_MANY_CONNECTIONS("too many connections and flows"),
    TOO_MANY_FLOWS("too many flows of a measurement"),
    TOO_MANY_MEASUREMENTS("too many measurements"),
    TOO_LARGE("messages or buffers too large"),
    INVALID("requests that are invalid"),
    UNKNOWN_FLOW("Identifies of no flow"),
    FOREIGN_UDP("UDP flows of other addresses"),
    MALFORMED("malformed messages"),
    TIME_OUT("time-outs"),
    RUN_TIME("measurements too long"),
    FAILED("what the system refused");

    private final String text;

    Refusal(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
