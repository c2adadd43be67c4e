// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.interoperation;

import java.util.List;

/** One of the nodes is the original's. */
abstract class SctpAndDccpWithPeerContract extends SctpAndDccpContract {
    /** The original may hang if it measures UDP and DCCP together. */
    @Override
    final List<List<Flow>> groups() {
        Requirement.PEER.assume();
        return List.of(
                List.of(Flow.TCP, Flow.DATAGRAMS, Flow.ASSOCIATION),
                List.of(Flow.FIRST_STREAM, Flow.SECOND_STREAM, Flow.THIRD_STREAM, Flow.DCCP));
    }
}
