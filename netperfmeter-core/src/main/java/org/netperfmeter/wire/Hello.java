// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.wire;

import java.nio.ByteBuffer;
import java.util.Set;

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
 *    1      8  capabilities, a bit each: {@link Capability}
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
    private static final int MAX_TEXT_BYTES = 255;

    private static final int CAPABILITIES = 1;
    private static final int SOFTWARE_VERSION = 2;
    private static final int SYSTEM_NAME = 3;
    private static final int KERNEL = 4;
    private static final int CPU_COUNT = 5;

    /** Whether the sender is capable of all these. */
    public boolean isCapableOf(Set<Capability> wanted) {
        long mask = Capability.maskOf(wanted);
        return (capabilities & mask) == mask;
    }

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
                + Items.HEADER_BYTES
                + Long.BYTES
                + Items.HEADER_BYTES
                + utf8(softwareVersion).length
                + Items.HEADER_BYTES
                + utf8(systemName).length
                + Items.HEADER_BYTES
                + utf8(kernel).length
                + Items.HEADER_BYTES
                + Integer.BYTES;
    }

    @Override
    public void encodeBody(ByteBuffer buffer) {
        buffer.putLong(measurementId);
        Items.put64(buffer, CAPABILITIES, capabilities);
        Items.put(buffer, SOFTWARE_VERSION, utf8(softwareVersion));
        Items.put(buffer, SYSTEM_NAME, utf8(systemName));
        Items.put(buffer, KERNEL, utf8(kernel));
        Items.put32(buffer, CPU_COUNT, cpuCount);
    }

    static Hello decode(ByteBuffer body) throws ProtocolException {
        MessageHeader.requireBytes("Hello", body, FIXED_BYTES);
        long measurementId = body.getLong();
        Items items = Items.get("Hello", body);
        return new Hello(
                measurementId,
                items.number64(CAPABILITIES),
                items.text(SOFTWARE_VERSION),
                items.text(SYSTEM_NAME),
                items.text(KERNEL),
                items.number32(CPU_COUNT));
    }

    private static byte[] utf8(String text) {
        return FixedText.utf8(text, MAX_TEXT_BYTES);
    }
}
