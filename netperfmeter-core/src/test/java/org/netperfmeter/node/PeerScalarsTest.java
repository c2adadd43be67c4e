// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.junit.jupiter.api.Test;

class PeerScalarsTest {
    private static final byte[] FLOW =
            "scalar \"netPerfMeter.passive.flow[3]\" \"First Transmission\" 1\n".getBytes(StandardCharsets.US_ASCII);

    private static byte[] compressed(byte[] head, int zeros) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (BZip2CompressorOutputStream compressor = new BZip2CompressorOutputStream(bytes)) {
            compressor.write(head);
            compressor.write(new byte[zeros]);
        }
        return bytes.toByteArray();
    }

    private static Optional<Integer> flowId(boolean compressed, byte[]... pieces) {
        PeerScalars scalars = new PeerScalars(compressed, 1);
        for (byte[] piece : pieces) {
            scalars.add(piece);
        }
        return scalars.results().map(results -> results.flows().get(0).flowId());
    }

    @Test
    void piecesAreAFile() throws IOException {
        assertEquals(Optional.of(3), flowId(false, FLOW));
        assertEquals(Optional.of(3), flowId(false, new byte[] {'\n'}, FLOW));
        assertEquals(Optional.of(3), flowId(true, compressed(FLOW, 0)));
    }

    @Test
    void whatIsNoSuchFileIsNoResult() throws IOException {
        assertEquals(Optional.empty(), flowId(false));
        assertEquals(Optional.empty(), flowId(false, "nothing".getBytes(StandardCharsets.US_ASCII)));
        assertEquals(Optional.empty(), flowId(true, FLOW));
        byte[] whole = compressed(FLOW, 0);
        assertEquals(Optional.empty(), flowId(true, Arrays.copyOf(whole, whole.length / 2)));
    }

    @Test
    void fileThatIsTooLongIsNoResult() throws IOException {
        assertEquals(Optional.empty(), flowId(false, FLOW, new byte[3 << 20]));
        byte[] bomb = compressed(FLOW, 3 << 20);
        assertTrue(bomb.length < 10_000, () -> bomb.length + " bytes");
        assertEquals(Optional.empty(), flowId(true, bomb));
    }
}
