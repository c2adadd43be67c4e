// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.netperfmeter.traffic.BufferSize;
import org.netperfmeter.traffic.TransportProtocol;
import org.netperfmeter.transport.Endpoint;
import org.netperfmeter.transport.SocketOptions;
import org.netperfmeter.transport.Transport;
import org.netperfmeter.transport.Transports;

/** A passive node one of whose data ports belongs to somebody else. */
@Tag("vm")
@Timeout(60)
class TakenPortsIT {
    private static final int TRIALS = 10;
    private static final BufferSize UNTOUCHED = new BufferSize(0, false);

    private final NodeEvents events = new NodeEvents();

    private void openWithout(TransportProtocol protocol) throws IOException {
        Transport transport = Transports.of(protocol);
        assumeTrue(
                transport.support().available(),
                () -> protocol.name().toLowerCase(Locale.ROOT) + ": "
                        + transport.support().reason());
        for (int trial = 1; ; trial++) {
            try (Endpoint other = transport.open(0, List.of(), SocketOptions.listening(UNTOUCHED, UNTOUCHED, false))) {
                int taken = other.localAddress().getPort();
                int basePort = protocol.dataPort(taken) == taken ? taken : taken + 1;
                new PassiveNode(
                                RunningPassive.config(basePort, Set.of(ControlTransport.TCP), PassiveLimits.defaults()),
                                events)
                        .close();
                return;
            } catch (IOException e) {
                // Perhaps another of the three ports is somebody else's.
                if (trial == TRIALS) {
                    throw e;
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MPTCP", "SCTP", "DCCP"})
    void nodeDoesWithoutAnOptionalProtocol(TransportProtocol protocol) throws IOException {
        openWithout(protocol);
        assertTrue(
                events.notes.stream()
                        .anyMatch(note -> note.matches("INFO " + protocol
                                + " is not offered: bind .*:\\d+: Address already in use \\(EADDRINUSE\\)")),
                events.notes::toString);
    }

    @ParameterizedTest
    @EnumSource(names = {"TCP", "UDP"})
    void nodeNeedsTheOthers(TransportProtocol protocol) {
        IOException e = assertThrows(IOException.class, () -> openWithout(protocol));
        assertTrue(e.getMessage().endsWith(": Address already in use (EADDRINUSE)"), e.getMessage());
    }
}
