// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.traffic;

import java.util.Optional;

/** A transport protocol that can carry a flow. {@link #number} is its value in Add Flow (protocol.md 3.3). */
public enum TransportProtocol {
    TCP(6, 0, 1440),
    UDP(17, 25, 1452),
    DCCP(33, 0, 1420),
    SCTP(132, 0, 1432),
    QUIC(261, 0, 1400),
    MPTCP(262, 0, 1440);

    private final int number;
    private final double defaultFramesPerSecond;
    private final int defaultFrameBytes;

    TransportProtocol(int number, double defaultFramesPerSecond, int defaultFrameBytes) {
        this.number = number;
        this.defaultFramesPerSecond = defaultFramesPerSecond;
        this.defaultFrameBytes = defaultFrameBytes;
    }

    /** The IANA protocol number, or the kernel's extension of it (QUIC, MPTCP). */
    public int number() {
        return number;
    }

    /** What the active node of a flow given as {@code default} sends; the passive is silent (cli.md 7.2). */
    public TrafficPattern defaultOutbound() {
        return TrafficPattern.constant(defaultFramesPerSecond, defaultFrameBytes);
    }

    /** The protocol with this number, if there is one. */
    public static Optional<TransportProtocol> ofNumber(int number) {
        for (TransportProtocol protocol : values()) {
            if (protocol.number == number) {
                return Optional.of(protocol);
            }
        }
        return Optional.empty();
    }

    /** The passive node's data port: the base port P, or P-1 where P is taken by the protocol below (protocol.md 1.1). */
    public int dataPort(int basePort) {
        return this == MPTCP || this == QUIC ? basePort - 1 : basePort;
    }

    /** Whether one connection carries several flows, each as a stream of its own. */
    public boolean isMultiStream() {
        return this == SCTP || this == QUIC;
    }

    /** Whether a passive node may do without it; the others are what it is for, and in every kernel. */
    public boolean isOptional() {
        return this != TCP && this != UDP;
    }

    /** Whether messages have no bounds on their way: small ones may be collected before they are sent (Nagle). */
    public boolean isByteStream() {
        return this == TCP || this == MPTCP;
    }

    /** Whether each message travels as a datagram of its own, which may be lost without a trace. */
    public boolean isDatagram() {
        return this == UDP || this == DCCP;
    }

    /** Whether there is nothing that a network error could break: it is only a lost datagram. */
    public boolean isConnectionless() {
        return this == UDP;
    }
}
