// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.interoperation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The original's active node measures with our passive node. */
class PeerActiveWithOursIT extends InteroperationContract {
    @Override
    Node startPassive(Path directory, int port) {
        Requirement.PEER.assume();
        return Ours.passive(directory, port);
    }

    @Override
    Node startActive(Path directory, int port, List<String> arguments) {
        return Peer.active(directory, port, arguments);
    }

    @Override
    int stopPassive(Node passive) {
        return passive.terminate();
    }

    /** Generation 1 gives the mean and the relative deviation from it. */
    @Override
    String uniformSizes() {
        return "uniform2000,0.5";
    }

    /** The original fills every message. */
    @Override
    long activeBytesPer3000() {
        return 4200;
    }

    @Override
    long passiveBytesPer3000() {
        return 3000;
    }

    @Test
    void everyFrameOfAFlowThatEndedInTimeIsComplete() {
        for (Flow flow : Flow.values()) {
            if (flow != Flow.SATURATED) {
                assertEquals(
                        active().flow(flow.id, "Transmitted Frames"),
                        remote().flow(flow.id, "Received Frames"),
                        flow::toString);
            }
        }
        assertEquals(0, remote().total("Lost Bytes"));
    }
}
