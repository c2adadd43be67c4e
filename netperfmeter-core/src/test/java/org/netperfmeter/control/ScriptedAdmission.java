// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.control;

import org.netperfmeter.traffic.FlowDefinition;
import org.netperfmeter.traffic.FlowKey;

/** A node that has as much room as a test wants. */
final class ScriptedAdmission implements Admission {
    int flows = Integer.MAX_VALUE;
    int measurements = Integer.MAX_VALUE;

    @Override
    public boolean takeFlow(FlowKey key, FlowDefinition flow) {
        return flows-- > 0;
    }

    @Override
    public boolean takeMeasurement(long measurementId) {
        return measurements-- > 0;
    }
}
