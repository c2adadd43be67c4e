// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.interoperation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Our active node measures with the original's passive node. */
class OurActiveWithPeerIT extends InteroperationContract {
    @Override
    Node startPassive(Path directory, int port) {
        Requirement.PEER.assume();
        return Peer.passive(directory, port);
    }

    @Override
    Node startActive(Path directory, int port, List<String> arguments) {
        return Ours.active(directory, "127.0.0.1", port, arguments);
    }

    @Override
    int stopPassive(Node passive) {
        return passive.interrupt();
    }

    @Override
    String uniformSizes() {
        return "uniform1000,3000";
    }

    @Override
    long activeBytesPer3000() {
        return 3000;
    }

    /** The original fills every message. */
    @Override
    long passiveBytesPer3000() {
        return 4200;
    }

    @Test
    void everyFrameOfThePeerIsComplete() {
        for (Flow flow : Flow.values()) {
            assertEquals(
                    remote().flow(flow.id, "Transmitted Frames"),
                    active().flow(flow.id, "Received Frames"),
                    flow::toString);
        }
        assertEquals(0, active().total("Lost Bytes"));
    }
}
