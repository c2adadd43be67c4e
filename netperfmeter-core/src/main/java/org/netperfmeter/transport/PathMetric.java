// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.transport;

/**
 * What kernels tell of a connection or of one of its paths: a number each. Times are microseconds; what is counted is
 * counted since the connection was there.
 */
public enum PathMetric {
    /** Smoothed round-trip time. SCTP knows it to the millisecond. */
    RTT("RTT", Kind.MILLISECONDS),
    /** Mean deviation of the round-trip time. */
    RTT_VARIATION("RTTVar", Kind.MILLISECONDS),
    /** The least round-trip time within the last minutes. */
    MIN_RTT("MinRTT", Kind.MILLISECONDS),
    RETRANSMISSION_TIMEOUT("RTO", Kind.MILLISECONDS),
    /** Congestion window in bytes. */
    CONGESTION_WINDOW("CWnd", Kind.GAUGE),
    /** Payload of a full segment. */
    SEGMENT_BYTES("MSS", Kind.GAUGE),
    /** Of the path. */
    MTU_BYTES("MTU", Kind.GAUGE),
    /** Packets or chunks that are not acknowledged. */
    UNACKED_PACKETS("Unacked", Kind.GAUGE),
    /** The kernel's latest estimate, in bytes per second. */
    DELIVERY_RATE("DeliveryRate", Kind.GAUGE),
    /** Subflows, or paths. */
    SUBFLOWS("Subflows", Kind.GAUGE),
    /** Payload; retransmissions count. */
    SENT_BYTES("SentBytes", Kind.COUNTER),
    /** Payload. */
    ACKED_BYTES("AckedBytes", Kind.COUNTER),
    /** Payload. */
    RECEIVED_BYTES("ReceivedBytes", Kind.COUNTER),
    /** Payload. */
    RETRANSMITTED_BYTES("RetransmittedBytes", Kind.COUNTER),
    SENT_PACKETS("SentPackets", Kind.COUNTER),
    RECEIVED_PACKETS("ReceivedPackets", Kind.COUNTER),
    /** Segments or chunks; of a whole MPTCP connection: what was sent again on another subflow. */
    RETRANSMISSIONS("Retransmissions", Kind.COUNTER),
    /** How long there was something to send. */
    BUSY("BusyTime", Kind.SECONDS),
    /** How much of that the peer's receive window held the sender up. */
    RECEIVE_WINDOW_LIMITED("RwndLimitedTime", Kind.SECONDS),
    /** How much of that the send buffer held the sender up. */
    SEND_BUFFER_LIMITED("SndbufLimitedTime", Kind.SECONDS),
    /** Datagrams for which a socket had no room. */
    DROPS("Drops", Kind.COUNTER);

    /** What a number is, and how it is written. */
    public enum Kind {
        /** Microseconds of something that goes up and down, written as milliseconds. */
        MILLISECONDS,
        /** A whole number that goes up and down. */
        GAUGE,
        /** A whole number that only grows. */
        COUNTER,
        /** Microseconds that only grow, written as seconds. */
        SECONDS;

        /** Whether the last value is the sum of all that happened. */
        public boolean accumulates() {
            return this == COUNTER || this == SECONDS;
        }
    }

    private final String column;
    private final Kind kind;

    PathMetric(String column, Kind kind) {
        this.column = column;
        this.kind = kind;
    }

    /** Its name in a vector file. */
    public String column() {
        return column;
    }

    public Kind kind() {
        return kind;
    }
}
