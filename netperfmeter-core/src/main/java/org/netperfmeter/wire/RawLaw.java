// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.wire;

import java.nio.ByteBuffer;
import org.netperfmeter.traffic.Distribution;
import org.netperfmeter.traffic.Law;
import org.netperfmeter.traffic.Normal;
import org.netperfmeter.traffic.TruncatedNormal;
import org.netperfmeter.traffic.Uniform;

/**
 * A law as it travels: a generator code and four parameters, which may be anything (protocol.md 3.4, 5.5).
 *
 * @param code 0..255
 */
public record RawLaw(int code, double first, double second, double third, double fourth) {
    static final int PARAMETERS_BYTES = 32;

    /** As one piece: a code and its parameters. */
    static final int BYTES = 1 + PARAMETERS_BYTES;

    /** Whether the generations differ in this law. */
    static boolean dependsOnGeneration(Distribution distribution) {
        return distribution instanceof Uniform
                || distribution instanceof Normal
                || distribution instanceof TruncatedNormal;
    }

    /**
     * The law as this receiver understands it.
     *
     * @param option for the error message
     * @throws IllegalArgumentException if it does not, naming option and receiver
     */
    static RawLaw of(Distribution distribution, PeerGeneration receiver, String option) {
        if (receiver == PeerGeneration.LEGACY && dependsOnGeneration(distribution)) {
            return legacy(distribution, option);
        }
        return new RawLaw(
                distribution.code(),
                distribution.parameter(0),
                distribution.parameter(1),
                distribution.parameter(2),
                distribution.parameter(3));
    }

    private static RawLaw legacy(Distribution distribution, String option) {
        if (!(distribution instanceof Uniform uniform)) {
            throw new IllegalArgumentException(option + ": a NetPerfMeter 1.x peer does not know the law "
                    + distribution.law().name());
        }
        double sum = uniform.from() + uniform.to();
        if (!(sum > 0) || sum == Double.POSITIVE_INFINITY) {
            throw new IllegalArgumentException(option + ": a NetPerfMeter 1.x peer cannot express uniform from "
                    + uniform.from() + " to " + uniform.to() + ", only around a positive centre");
        }
        return new RawLaw(uniform.code(), sum / 2, (uniform.to() - uniform.from()) / sum, 0, 0);
    }

    /**
     * The law as this sender meant it.
     *
     * @param field for the error message
     * @throws IllegalArgumentException if it is unknown or its parameters are invalid, naming the field
     */
    Distribution toDistribution(PeerGeneration sender, String field) {
        Law law = Law.ofCode(code)
                .orElseThrow(() -> new IllegalArgumentException(field + ": unknown generator code " + code));
        try {
            if (law.equals(Uniform.LAW) && sender == PeerGeneration.LEGACY) {
                double one = first * (1 - second);
                double other = first * (1 + second);
                return law.create(Math.min(one, other), Math.max(one, other));
            }
            return law.create(first, second);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(field + ": " + e.getMessage(), e);
        }
    }

    byte[] bytes() {
        ByteBuffer buffer = ByteBuffer.allocate(BYTES).put((byte) code);
        putParameters(buffer);
        return buffer.array();
    }

    static RawLaw of(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        int code = Byte.toUnsignedInt(buffer.get());
        return of(code, getParameters(buffer));
    }

    void putParameters(ByteBuffer buffer) {
        buffer.putDouble(first);
        buffer.putDouble(second);
        buffer.putDouble(third);
        buffer.putDouble(fourth);
    }

    static double[] getParameters(ByteBuffer buffer) {
        return new double[] {buffer.getDouble(), buffer.getDouble(), buffer.getDouble(), buffer.getDouble()};
    }

    static RawLaw of(int code, double[] parameters) {
        return new RawLaw(code, parameters[0], parameters[1], parameters[2], parameters[3]);
    }
}
