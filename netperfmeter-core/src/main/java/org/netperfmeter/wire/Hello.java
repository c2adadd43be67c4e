// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Hello: what one of our nodes tells another of itself (extensions.md), active to passive and back.
 *
 * <pre>
 * offset size
 *      0    4  header: Type 0x40, Flags 0
 *      4    8  MeasurementID
 *     12    …  items: 2 bytes type, 2 bytes length of the value, value
 *
 * type length
 *    1      8  capabilities, a bit each
 *    2  0..255 software version, UTF-8
 *    3  0..255 system name, UTF-8
 *    4  0..255 kernel, UTF-8
 *    5      4  number of CPUs
 * </pre>
 *
 * Items may come in any order; unknown ones are skipped, missing ones are 0 or empty, the last of equal ones counts.
 *
 * @param cpuCount 0: unknown
 */
public record Hello(
        long measurementId, long capabilities, String softwareVersion, String systemName, String kernel, int cpuCount)
        implements Message {
    private static final int FIXED_BYTES = 12;
    private static final int ITEM_HEADER_BYTES = 4;
    private static final int MAX_TEXT_BYTES = 255;

    private static final int CAPABILITIES = 1;
    private static final int SOFTWARE_VERSION = 2;
    private static final int SYSTEM_NAME = 3;
    private static final int KERNEL = 4;
    private static final int CPU_COUNT = 5;

    /** The same for another measurement. */
    public Hello forMeasurement(long otherId) {
        return new Hello(otherId, capabilities, softwareVersion, systemName, kernel, cpuCount);
    }

    @Override
    public int type() {
        return MessageHeader.HELLO;
    }

    @Override
    public int encodedBytes() {
        return FIXED_BYTES
                + ITEM_HEADER_BYTES
                + Long.BYTES
                + ITEM_HEADER_BYTES
                + utf8(softwareVersion).length
                + ITEM_HEADER_BYTES
                + utf8(systemName).length
                + ITEM_HEADER_BYTES
                + utf8(kernel).length
                + ITEM_HEADER_BYTES
                + Integer.BYTES;
    }

    @Override
    public void encodeBody(ByteBuffer buffer) {
        buffer.putLong(measurementId);
        putItemHeader(buffer, CAPABILITIES, Long.BYTES);
        buffer.putLong(capabilities);
        putText(buffer, SOFTWARE_VERSION, softwareVersion);
        putText(buffer, SYSTEM_NAME, systemName);
        putText(buffer, KERNEL, kernel);
        putItemHeader(buffer, CPU_COUNT, Integer.BYTES);
        buffer.putInt(cpuCount);
    }

    static Hello decode(ByteBuffer body) throws ProtocolException {
        MessageHeader.requireBytes("Hello", body, FIXED_BYTES);
        Hello hello = new Hello(body.getLong(), 0, "", "", "", 0);
        while (body.hasRemaining()) {
            hello = hello.withItem(body);
        }
        return hello;
    }

    private Hello withItem(ByteBuffer body) throws ProtocolException {
        if (body.remaining() < ITEM_HEADER_BYTES) {
            throw new ProtocolException("Hello ends within the header of an item");
        }
        int itemType = Short.toUnsignedInt(body.getShort());
        int valueBytes = Short.toUnsignedInt(body.getShort());
        if (valueBytes > body.remaining()) {
            throw new ProtocolException("Hello with item " + itemType + " of " + valueBytes + " bytes, but only "
                    + body.remaining() + " left");
        }
        ByteBuffer value = body.slice(body.position(), valueBytes);
        body.position(body.position() + valueBytes);
        return switch (itemType) {
            case CAPABILITIES ->
                new Hello(
                        measurementId,
                        requireValue(itemType, value, Long.BYTES).getLong(),
                        softwareVersion,
                        systemName,
                        kernel,
                        cpuCount);
            case SOFTWARE_VERSION -> new Hello(measurementId, capabilities, text(value), systemName, kernel, cpuCount);
            case SYSTEM_NAME -> new Hello(measurementId, capabilities, softwareVersion, text(value), kernel, cpuCount);
            case KERNEL -> new Hello(measurementId, capabilities, softwareVersion, systemName, text(value), cpuCount);
            case CPU_COUNT ->
                new Hello(
                        measurementId,
                        capabilities,
                        softwareVersion,
                        systemName,
                        kernel,
                        requireValue(itemType, value, Integer.BYTES).getInt());
            default -> this;
        };
    }

    private static ByteBuffer requireValue(int itemType, ByteBuffer value, int leastBytes) throws ProtocolException {
        if (value.remaining() < leastBytes) {
            throw new ProtocolException(
                    "Hello with item " + itemType + " of " + value.remaining() + " bytes, shorter than " + leastBytes);
        }
        return value;
    }

    private static String text(ByteBuffer value) {
        return StandardCharsets.UTF_8.decode(value).toString();
    }

    private static byte[] utf8(String text) {
        return FixedText.utf8(text, MAX_TEXT_BYTES);
    }

    private static void putText(ByteBuffer buffer, int itemType, String text) {
        byte[] utf8 = utf8(text);
        putItemHeader(buffer, itemType, utf8.length);
        buffer.put(utf8);
    }

    private static void putItemHeader(ByteBuffer buffer, int itemType, int valueBytes) {
        buffer.putShort((short) itemType);
        buffer.putShort((short) valueBytes);
    }
}
