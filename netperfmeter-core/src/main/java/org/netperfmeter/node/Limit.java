// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

/** What a passive node does not let its peers have without end. Each is a number that an operator may change. */
public enum Limit {
    /**
     * Control connections, flows, and data connections without a flow: all that takes a descriptor. By default nine tenths
     * of the descriptors that the process may have, so that it can always say no.
     */
    CONNECTIONS("--max-connections", 0),

    /**
     * As {@link #CONNECTIONS}, of clients with the same address. By default three quarters of all: an address never has the
     * whole node, but may stand for a testbed behind a translator.
     */
    CONNECTIONS_PER_ADDRESS("--max-connections-per-address", 0),

    /** Measurements at once, each from the first of its flows on. */
    MEASUREMENTS("--max-measurements", 1000),

    /** Flows of a measurement. */
    FLOWS("--max-flows", 20_000),

    /** The longest message, of a flow or on a control connection, in bytes. By default what the protocol has. */
    MESSAGE_BYTES("--max-message", 65_535),

    /** The largest socket buffer that a flow may insist on, in bytes. By default the system's limits suffice. */
    BUFFER_BYTES("--max-buffer", 0),

    /** Disk space of the results that wait for their upload, of all clients together, in bytes. */
    TEMPORARY_BYTES("--max-temporary", 0),

    /** What a client may leave unread of the answers to its requests, in bytes. */
    QUEUED_BYTES("--max-queued", 1 << 20),

    /** How long a measurement may run, in seconds. */
    MEASUREMENT_SECONDS("--max-runtime", 0),

    /** Within so many seconds a data connection says what flow it is for, and a message that was begun is complete. */
    IDENTIFY_SECONDS("--identify-timeout", 60),

    /**
     * Within so many seconds a client without a running measurement says something, and one that is sent its results takes
     * some of them. An original active node may be silent for 300 s while it tries to identify a flow (lifecycle.md 2.1).
     */
    PROGRESS_SECONDS("--progress-timeout", 600);

    private final String option;
    private final long byDefault;

    Limit(String option, long byDefault) {
        this.option = option;
        this.byDefault = byDefault;
    }

    /** What the command line calls it, so that operators find in their logs what to change. */
    public String option() {
        return option;
    }

    /** 0: none, or one that depends on the system. */
    long byDefault() {
        return byDefault;
    }
}
