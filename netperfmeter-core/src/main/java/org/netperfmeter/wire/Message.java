// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.wire;

import java.nio.ByteBuffer;

/** One NPMP message (protocol.md 4). Each record draws its layout and encodes itself in that order. */
public sealed interface Message
        permits Acknowledge,
                AddFlow,
                GenerationProbe,
                RemoveFlow,
                IdentifyFlow,
                DataMessage,
                Start,
                Stop,
                Results,
                Hello,
                Challenge,
                Proof,
                CounterProof,
                FlowSettings,
                MeasurementSettings,
                ClockRequest,
                ClockReply,
                UnknownExtension {
    /** Type field: offset 0 of every message. */
    int type();

    /** Flags field: offset 1 of every message. */
    default int flags() {
        return 0;
    }

    /** Length of the encoded message, header included. */
    int encodedBytes();

    /** Appends what follows the header: {@link #encodedBytes} - 4 bytes, to a big-endian buffer. */
    void encodeBody(ByteBuffer buffer);
}
