// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.wire;

import java.nio.ByteBuffer;

/**
 * Clock Reply (extensions.md), passive to active: the answer to a {@link ClockRequest}. It is given at once, so that one
 * time stamp serves for the arrival of the request and for the departure of the reply.
 *
 * <pre>
 * offset size
 *      0    4  header: Type 0x47, Flags 0
 *      4    8  MeasurementID
 *     12    …  items: 2 bytes type, 2 bytes length of the value, value
 *
 * type length
 *    1      4  number of the request
 *    2      8  time of the passive node's clock, in microseconds since 1970
 * </pre>
 *
 * @param micros since 1970
 */
public record ClockReply(long measurementId, int number, long micros) implements Message {
    private static final int FIXED_BYTES = 12;
    private static final int NUMBER = 1;
    private static final int MICROS = 2;

    @Override
    public int type() {
        return MessageHeader.CLOCK_REPLY;
    }

    @Override
    public int encodedBytes() {
        return FIXED_BYTES + Items.HEADER_BYTES + Integer.BYTES + Items.HEADER_BYTES + Long.BYTES;
    }

    @Override
    public void encodeBody(ByteBuffer buffer) {
        buffer.putLong(measurementId);
        Items.put32(buffer, NUMBER, number);
        Items.put64(buffer, MICROS, micros);
    }

    static ClockReply decode(ByteBuffer body) throws ProtocolException {
        MessageHeader.requireBytes("Clock Reply", body, FIXED_BYTES);
        long measurementId = body.getLong();
        Items items = Items.get("Clock Reply", body);
        items.require(MICROS);
        return new ClockReply(measurementId, items.number32(NUMBER), items.number64(MICROS));
    }
}
