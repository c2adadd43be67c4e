// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.wire;

import java.nio.ByteBuffer;
import java.util.Set;

/**
 * Measurement Settings (extensions.md), active to passive: what the flows of a measurement have in common. Sent behind the
 * Hello, before the first Identify; the answer is an Acknowledge for the measurement.
 *
 * <pre>
 * offset size
 *      0    4  header: Type 0x45, Flags 0
 *      4    8  MeasurementID
 *     12    …  items: 2 bytes type, 2 bytes length of the value, value
 *
 * type length
 *    1      8  seed
 *    2      4  microseconds from one statistics event to the next
 *    3      4  1: extended scalars; missing or 0: none
 *    4      4  1: delays in vectors are corrected by what a Clock Request says; missing or 0: they are not
 *    5      4  1: result files in the format of OMNeT++; missing or 0: in that of the original
 *    6      4  a vector of what the kernel says of connections: 1 plain, 2 compressed by BZip2; missing or 0: none
 * </pre>
 *
 * @param seed of all that is drawn at both nodes
 * @param intervalMicros from one statistics event to the next; of a valid message: {@value #MIN_INTERVAL_MICROS} to
 *     {@value #MAX_INTERVAL_MICROS}
 * @param extendedScalars whether scalar files are to have more than the original's: only for a peer that is
 *     {@linkplain Capability#EXTENDED_SCALARS capable} of it
 * @param correctedDelays whether delays in vectors are to be corrected by the offset of the clocks: only for a peer that is
 *     {@linkplain Capability#CORRECTED_DELAYS capable} of it
 * @param omnetpp whether result files are to have the format of OMNeT++: only for a peer that is
 *     {@linkplain Capability#OMNETPP capable} of it
 * @param transportVector how what the kernel says of connections is to be recorded and uploaded behind the scalars: only for
 *     a peer that is {@linkplain Capability#TRANSPORT_VECTOR capable} of it
 */
public record MeasurementSettings(
        long measurementId,
        long seed,
        int intervalMicros,
        boolean extendedScalars,
        boolean correctedDelays,
        boolean omnetpp,
        FileFormat transportVector)
        implements Message {
    public static final int MIN_INTERVAL_MICROS = 100_000;
    public static final int MAX_INTERVAL_MICROS = 60_000_000;
    public static final int DEFAULT_INTERVAL_MICROS = 1_000_000;

    private static final int FIXED_BYTES = 12;
    private static final int SEED = 1;
    private static final int INTERVAL = 2;
    private static final int EXTENDED_SCALARS = 3;
    private static final int CORRECTED_DELAYS = 4;
    private static final int OMNETPP = 5;
    private static final int TRANSPORT_VECTOR = 6;
    private static final int MICROS_PER_SECOND = 1_000_000;
    private static final int NANOS_PER_MICRO = 1000;

    /** With the files of the original, and nothing more. */
    public MeasurementSettings(long measurementId, long seed, int intervalMicros) {
        this(measurementId, seed, intervalMicros, false, false, false, FileFormat.NONE);
    }

    /** What of them a peer understands that understands such messages. */
    public MeasurementSettings understoodBy(Hello peer) {
        return new MeasurementSettings(
                measurementId,
                seed,
                intervalMicros,
                extendedScalars && peer.isCapableOf(Set.of(Capability.EXTENDED_SCALARS)),
                correctedDelays && canCorrectDelays(peer),
                omnetpp && peer.isCapableOf(Set.of(Capability.OMNETPP)),
                peer.isCapableOf(Set.of(Capability.TRANSPORT_VECTOR)) ? transportVector : FileFormat.NONE);
    }

    /** Whether a peer can do all that corrected delays need. */
    public static boolean canCorrectDelays(Hello peer) {
        return peer.isCapableOf(
                Set.of(Capability.MEASUREMENT_SETTINGS, Capability.CLOCK_COMPARISON, Capability.CORRECTED_DELAYS));
    }

    /** Whether what the kernel says of connections is to be recorded. */
    public boolean hasTransportVector() {
        return transportVector != FileFormat.NONE;
    }

    /** Whether a node can do as they say. */
    public boolean isValid() {
        return intervalMicros >= MIN_INTERVAL_MICROS && intervalMicros <= MAX_INTERVAL_MICROS;
    }

    public long intervalNanos() {
        return (long) intervalMicros * NANOS_PER_MICRO;
    }

    public double intervalSeconds() {
        return (double) intervalMicros / MICROS_PER_SECOND;
    }

    @Override
    public int type() {
        return MessageHeader.MEASUREMENT_SETTINGS;
    }

    @Override
    public int encodedBytes() {
        int numbers = 1
                + (extendedScalars ? 1 : 0)
                + (correctedDelays ? 1 : 0)
                + (omnetpp ? 1 : 0)
                + (hasTransportVector() ? 1 : 0);
        return FIXED_BYTES + Items.HEADER_BYTES + Long.BYTES + numbers * (Items.HEADER_BYTES + Integer.BYTES);
    }

    @Override
    public void encodeBody(ByteBuffer buffer) {
        buffer.putLong(measurementId);
        Items.put64(buffer, SEED, seed);
        Items.put32(buffer, INTERVAL, intervalMicros);
        if (extendedScalars) {
            Items.put32(buffer, EXTENDED_SCALARS, 1);
        }
        if (correctedDelays) {
            Items.put32(buffer, CORRECTED_DELAYS, 1);
        }
        if (omnetpp) {
            Items.put32(buffer, OMNETPP, 1);
        }
        if (hasTransportVector()) {
            Items.put32(buffer, TRANSPORT_VECTOR, transportVector.number());
        }
    }

    static MeasurementSettings decode(ByteBuffer body) throws ProtocolException {
        MessageHeader.requireBytes("Measurement Settings", body, FIXED_BYTES);
        long measurementId = body.getLong();
        Items items = Items.get("Measurement Settings", body);
        return new MeasurementSettings(
                measurementId,
                items.number64(SEED),
                items.number32(INTERVAL),
                items.number32(EXTENDED_SCALARS) != 0,
                items.number32(CORRECTED_DELAYS) != 0,
                items.number32(OMNETPP) != 0,
                FileFormat.numbered(items.number32(TRANSPORT_VECTOR)));
    }
}
