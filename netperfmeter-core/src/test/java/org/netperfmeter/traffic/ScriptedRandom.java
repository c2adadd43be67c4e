// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.traffic;

import java.util.random.RandomGenerator;

/** A generator that yields the given numbers, each in [0, 1), and then fails. */
final class ScriptedRandom implements RandomGenerator {
    private final double[] script;
    private int next;

    ScriptedRandom(double... script) {
        this.script = script;
    }

    boolean isUsedUp() {
        return next == script.length;
    }

    @Override
    public double nextDouble() {
        return script[next++];
    }

    @Override
    public long nextLong() {
        throw new UnsupportedOperationException("only doubles are scripted");
    }
}
