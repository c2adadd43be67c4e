// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.wire;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Clock Request (extensions.md), active to passive: asks for the time of the passive node's clock, which is told by a
 * {@link ClockReply}. A passive node that has been asked holds back the results of a measurement that was stopped until it
 * is asked for the last time, or for anything else: uploads must not delay what is to be measured.
 *
 * <pre>
 * offset size
 *      0    4  header: Type 0x46, Flags 0
 *      4    8  MeasurementID
 *     12    …  items: 2 bytes type, 2 bytes length of the value, value
 *
 * type length
 *    1      4  number of the request; comes back with the answer
 *    2      4  1: no further request will come; missing or 0: another one will
 *    3     24  how the clocks differ, as far as the active node knows: reference in microseconds since 1970 by its own
 *              clock; offset in microseconds, passive minus active, and its change by time, two doubles (IEEE 754)
 * </pre>
 *
 * @param last whether no further request will come
 * @param line for a passive node that is to correct delays
 */
public record ClockRequest(long measurementId, int number, boolean last, Optional<ClockLine> line) implements Message {
    private static final int FIXED_BYTES = 12;
    private static final int NUMBER = 1;
    private static final int LAST = 2;
    private static final int LINE = 3;
    private static final int LINE_BYTES = Long.BYTES + 2 * Double.BYTES;

    @Override
    public int type() {
        return MessageHeader.CLOCK_REQUEST;
    }

    @Override
    public int encodedBytes() {
        return FIXED_BYTES
                + Items.HEADER_BYTES
                + Integer.BYTES
                + (last ? Items.HEADER_BYTES + Integer.BYTES : 0)
                + (line.isPresent() ? Items.HEADER_BYTES + LINE_BYTES : 0);
    }

    @Override
    public void encodeBody(ByteBuffer buffer) {
        buffer.putLong(measurementId);
        Items.put32(buffer, NUMBER, number);
        if (last) {
            Items.put32(buffer, LAST, 1);
        }
        line.ifPresent(known -> Items.put(
                buffer,
                LINE,
                ByteBuffer.allocate(LINE_BYTES)
                        .putLong(known.referenceMicros())
                        .putDouble(known.offsetMicros())
                        .putDouble(known.drift())
                        .array()));
    }

    static ClockRequest decode(ByteBuffer body) throws ProtocolException {
        MessageHeader.requireBytes("Clock Request", body, FIXED_BYTES);
        long measurementId = body.getLong();
        Items items = Items.get("Clock Request", body);
        return new ClockRequest(
                measurementId,
                items.number32(NUMBER),
                items.number32(LAST) != 0,
                items.has(LINE) ? Optional.of(line(items.bytes(LINE, LINE_BYTES))) : Optional.empty());
    }

    private static ClockLine line(byte[] value) throws ProtocolException {
        ByteBuffer numbers = ByteBuffer.wrap(value);
        try {
            return new ClockLine(numbers.getLong(), numbers.getDouble(), numbers.getDouble());
        } catch (IllegalArgumentException e) {
            throw new ProtocolException("Clock Request with " + e.getMessage());
        }
    }
}
