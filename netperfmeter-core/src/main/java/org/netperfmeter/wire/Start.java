// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.wire;

import java.nio.ByteBuffer;

/**
 * Start (protocol.md 4.7): the passive node starts to measure and to send.
 *
 * <pre>
 * offset size
 *      0    4  header: Type 0x06, Length 16,
 *              Flags: 0x01 BZip2 vector, 0x02 BZip2 scalars, 0x04 no vector, 0x08 no scalars
 *      4    4  padding: 0
 *      8    8  MeasurementID
 * </pre>
 *
 * @param vector the passive node's vector of the whole measurement
 * @param scalar the passive node's scalars
 */
public record Start(long measurementId, FileFormat vector, FileFormat scalar) implements Message {
    private static final int BYTES = 16;
    private static final int VECTOR_BZIP2 = 0x01;
    private static final int SCALAR_BZIP2 = 0x02;
    private static final int VECTOR_NONE = 0x04;
    private static final int SCALAR_NONE = 0x08;

    @Override
    public int type() {
        return MessageHeader.START;
    }

    @Override
    public int flags() {
        return vector.flags(VECTOR_BZIP2, VECTOR_NONE) | scalar.flags(SCALAR_BZIP2, SCALAR_NONE);
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

    static Start decode(int flags, ByteBuffer body) throws ProtocolException {
        MessageHeader.requireBytes("Start", body, BYTES);
        body.getInt();
        long measurementId = body.getLong();
        return new Start(
                measurementId,
                FileFormat.of(flags, VECTOR_BZIP2, VECTOR_NONE),
                FileFormat.of(flags, SCALAR_BZIP2, SCALAR_NONE));
    }
}
