// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.transport;

import java.net.InetSocketAddress;

/** The passive side of a transport. */
public sealed interface Endpoint extends Pollable permits Listener, DatagramEndpoint {
    InetSocketAddress localAddress();
}
