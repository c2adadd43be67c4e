// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.flow;

/** Moments of a time of day that never jumps. */
final class Arrivals {
    private Arrivals() {}

    static Arrival at(long micros) {
        Arrival arrival = new Arrival();
        arrival.batch(
                new Clock() {
                    @Override
                    public long nanos() {
                        throw new AssertionError("nobody asks");
                    }

                    @Override
                    public long toMicros(long nanos) {
                        return nanos / 1000;
                    }
                },
                micros * 1000);
        return arrival;
    }
}
