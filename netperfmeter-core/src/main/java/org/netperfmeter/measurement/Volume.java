// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.measurement;

/**
 * What was sent, received or lost.
 *
 * @param bytes message headers of 48 bytes included, transport and IP headers excluded
 * @param packets messages
 * @param frames frames
 */
public record Volume(long bytes, long packets, long frames) {
    public static final Volume NONE = new Volume(0, 0, 0);

    public Volume plus(Volume other) {
        return new Volume(bytes + other.bytes, packets + other.packets, frames + other.frames);
    }

    public Volume minus(Volume other) {
        return new Volume(bytes - other.bytes, packets - other.packets, frames - other.frames);
    }

    /** This volume over a duration; 0 unless the duration is positive (results.md 5.1). */
    public Rate over(long durationMicros) {
        if (durationMicros <= 0) {
            return Rate.NONE;
        }
        double seconds = durationMicros / 1e6;
        return new Rate(bytes / seconds, packets / seconds, frames / seconds);
    }
}
