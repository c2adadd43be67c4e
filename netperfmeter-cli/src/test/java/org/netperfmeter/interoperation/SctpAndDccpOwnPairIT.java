// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.interoperation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Two of our nodes measure everything at once. */
class SctpAndDccpOwnPairIT extends SctpAndDccpContract {
    @Override
    List<List<Flow>> groups() {
        return List.of(List.of(Flow.values()));
    }

    @Override
    Node startPassive(Path directory, int port) {
        return Ours.passive(directory, port);
    }

    @Override
    Node startActive(Path directory, int port, List<String> arguments) {
        return Ours.activeWithSctp(directory, "127.0.0.1", port, arguments);
    }

    @Override
    int stopPassive(Node passive) {
        return passive.terminate();
    }

    @Override
    String faultOfTheOriginal(Node active, Node passive) {
        return "";
    }

    @Test
    void controlGoesOverSctpByDefault() {
        for (Run run : runs()) {
            assertEquals("SCTP", run.activeScalars().comment("control"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyFrameIsReceived(Flow flow) {
        Scalars active = run(flow).activeScalars();
        Scalars passive = run(flow).passiveScalars();
        assertEquals(active.flow(flow.id, "Transmitted Frames"), passive.flow(flow.id, "Received Frames"));
        assertEquals(passive.flow(flow.id, "Transmitted Frames"), active.flow(flow.id, "Received Frames"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Lost Bytes", "Lost Packets", "Lost Frames"})
    void nothingIsLost(String counter) {
        for (Run run : runs()) {
            assertEquals(0, run.activeScalars().total(counter));
            assertEquals(0, run.passiveScalars().total(counter));
        }
    }
}
