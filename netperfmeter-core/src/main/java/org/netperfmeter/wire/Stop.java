// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.wire;

import java.nio.ByteBuffer;

/**
 * Stop (protocol.md 4.7): the passive node stops to send, and hands over its results.
 *
 * <pre>
 * offset size
 *      0    4  header: Type 0x07, Flags 0, Length 16
 *      4    4  padding: 0
 *      8    8  MeasurementID
 * </pre>
 */
public record Stop(long measurementId) implements Message {
    private static final int BYTES = 16;

    @Override
    public int type() {
        return MessageHeader.STOP;
    }

    @Override
    public int encodedBytes() {
        return BYTES;
    }

    @Override
    public void encodeBody(ByteBuffer buffer) {
        buffer.putInt(0);
        buffer.putLong(measurementId);
    }

    static Stop decode(ByteBuffer body) throws ProtocolException {
        MessageHeader.requireBytes("Stop", body, BYTES);
        body.getInt();
        return new Stop(body.getLong());
    }
}
