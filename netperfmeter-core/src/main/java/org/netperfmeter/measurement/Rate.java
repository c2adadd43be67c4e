// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.measurement;

/** A {@link Volume} per second. */
public record Rate(double bytesPerSecond, double packetsPerSecond, double framesPerSecond) {
    public static final Rate NONE = new Rate(0, 0, 0);

    public double bitsPerSecond() {
        return 8 * bytesPerSecond;
    }
}
