// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.interoperation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two of our nodes: whatever is sent is received, to the last byte. */
class OwnPairIT extends InteroperationContract {
    @Override
    Node startPassive(Path directory, int port) {
        return Ours.passive(directory, port);
    }

    @Override
    Node startActive(Path directory, int port, List<String> arguments) {
        return Ours.active(directory, "127.0.0.1", port, arguments);
    }

    @Override
    int stopPassive(Node passive) {
        return passive.terminate();
    }

    @Override
    String uniformSizes() {
        return "uniform1000,3000";
    }

    @Override
    long activeBytesPer3000() {
        return 3000;
    }

    @Override
    long passiveBytesPer3000() {
        return 3000;
    }

    @ParameterizedTest
    @EnumSource
    void everyCounterIsEqual(Flow flow) {
        for (String counter : List.of("Bytes", "Packets", "Frames")) {
            assertEquals(
                    active().flow(flow.id, "Transmitted " + counter), remote().flow(flow.id, "Received " + counter));
            assertEquals(
                    remote().flow(flow.id, "Transmitted " + counter), active().flow(flow.id, "Received " + counter));
        }
    }

    @Test
    void nothingIsLost() {
        for (String counter : List.of("Bytes", "Packets", "Frames")) {
            assertEquals(0, active().total("Lost " + counter));
            assertEquals(0, remote().total("Lost " + counter));
        }
    }
}
