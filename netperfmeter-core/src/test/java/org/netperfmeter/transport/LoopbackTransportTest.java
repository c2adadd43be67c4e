// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.transport;

class LoopbackTransportTest extends StreamTransportContract {
    @Override
    Transport newTransport() {
        return new LoopbackTransport();
    }
}
