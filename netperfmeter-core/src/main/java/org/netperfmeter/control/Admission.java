// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.control;

import org.netperfmeter.traffic.FlowDefinition;
import org.netperfmeter.traffic.FlowKey;

/** Decides whether a passive node has room for what a peer asks for. Tells the operator itself why it has not. */
public interface Admission {
    /** Whether a flow, which is right in itself, is taken. */
    boolean takeFlow(FlowKey key, FlowDefinition flow);

    /** Whether a measurement may start. */
    boolean takeMeasurement(long measurementId);
}
