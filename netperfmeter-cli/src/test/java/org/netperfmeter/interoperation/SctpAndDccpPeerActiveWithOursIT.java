// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.interoperation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The original's active node measures with our passive node. It knows control over SCTP only, if not told otherwise. */
class SctpAndDccpPeerActiveWithOursIT extends SctpAndDccpWithPeerContract {
    @Override
    Node startPassive(Path directory, int port) {
        return Ours.passive(directory, port);
    }

    @Override
    Node startActive(Path directory, int port, List<String> arguments) {
        return Peer.activeWithSctp(directory, port, arguments);
    }

    @Override
    int stopPassive(Node passive) {
        return passive.terminate();
    }

    @Override
    String faultOfTheOriginal(Node active, Node passive) {
        return active.output().contains("has been aborted: Broken pipe")
                ? "the original's active node goes on sending over an association that it has shut down"
                : "";
    }

    @ParameterizedTest
    @EnumSource
    void everyFrameOfThePeerIsComplete(Flow flow) {
        assertEquals(
                run(flow).activeScalars().flow(flow.id, "Transmitted Frames"),
                run(flow).passiveScalars().flow(flow.id, "Received Frames"));
    }

    @Test
    void nothingIsLost() {
        for (Run run : runs()) {
            assertEquals(0, run.passiveScalars().total("Lost Packets"));
        }
    }
}
