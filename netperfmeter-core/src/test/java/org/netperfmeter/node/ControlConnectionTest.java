// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.netperfmeter.flow.ScriptedAssociation;
import org.netperfmeter.wire.MessageCodec;
import org.netperfmeter.wire.ProtocolException;
import org.netperfmeter.wire.Stop;

/** Control over a transport that keeps messages apart, which have to be those of NPMP (protocol.md 8.1). */
class ControlConnectionTest {
    private static final Stop STOP = new Stop(7);
    private static final byte[] BYTES = MessageCodec.encode(STOP);

    private final ScriptedAssociation peer = new ScriptedAssociation();
    private final ControlConnection connection = new ControlConnection(peer);

    private void receive() throws Exception {
        connection.receive(new ScriptedAssociation.Pieces());
    }

    @Test
    void messageMayComeInPieces() throws Exception {
        peer.piece(0, Arrays.copyOf(BYTES, 3), false).piece(0, Arrays.copyOfRange(BYTES, 3, BYTES.length), true);
        receive();
        assertEquals(STOP, connection.next());
        assertNull(connection.next());
    }

    @Test
    void messageThatEndsTooEarlyIsRefused() throws Exception {
        peer.piece(0, Arrays.copyOf(BYTES, BYTES.length - 1), true);
        receive();
        assertThrows(ProtocolException.class, connection::next);
    }

    @Test
    void bytesBehindTheMessageAreNotTheNextMessage() throws Exception {
        peer.piece(0, Arrays.copyOf(BYTES, BYTES.length + 3), true);
        receive();
        assertThrows(ProtocolException.class, connection::next);
    }
}
