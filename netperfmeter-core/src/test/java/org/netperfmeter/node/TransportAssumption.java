// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Locale;
import org.netperfmeter.traffic.TransportProtocol;
import org.netperfmeter.transport.Transport;
import org.netperfmeter.transport.Transports;

/** What a test asks of its host. */
final class TransportAssumption {
    private TransportAssumption() {}

    /** Skips the test on a host that does not have a protocol. */
    static void assumeTransport(TransportProtocol protocol) {
        Transport.Support support = Transports.of(protocol).support();
        assumeTrue(support.available(), protocol.name().toLowerCase(Locale.ROOT) + ": " + support.reason());
    }
}
