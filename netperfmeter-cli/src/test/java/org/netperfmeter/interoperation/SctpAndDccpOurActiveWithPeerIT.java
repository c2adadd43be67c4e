// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.interoperation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Our active node measures with the original's passive node. */
class SctpAndDccpOurActiveWithPeerIT extends SctpAndDccpWithPeerContract {
    @Override
    Node startPassive(Path directory, int port) {
        return Peer.passiveWithSctp(directory, port);
    }

    @Override
    Node startActive(Path directory, int port, List<String> arguments) {
        return Ours.activeWithSctp(directory, "127.0.0.1", port, arguments);
    }

    @Override
    int stopPassive(Node passive) {
        return passive.interrupt();
    }

    @Override
    String faultOfTheOriginal(Node active, Node passive) {
        return Peer.hasLostADatagram(passive)
                ? "the original's passive node waits for a datagram that another of its threads has taken"
                : "";
    }

    @Test
    void controlGoesOverSctpByDefault() {
        for (Run run : runs()) {
            assertEquals("SCTP", run.activeScalars().comment("control"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyFrameOfThePeerIsComplete(Flow flow) {
        assertEquals(
                run(flow).passiveScalars().flow(flow.id, "Transmitted Frames"),
                run(flow).activeScalars().flow(flow.id, "Received Frames"));
    }

    @Test
    void nothingIsLost() {
        for (Run run : runs()) {
            assertEquals(0, run.activeScalars().total("Lost Packets"));
        }
    }
}
