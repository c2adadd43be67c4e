// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.traffic;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a {@link Distribution} declares of itself: its number on the wire, its spelling on the command line, its help.
 * {@link #all()} is the registry.
 *
 * @param code its number on the wire and in configuration files (protocol.md 3.4)
 * @param name its name in configuration files (lifecycle.md 8.7)
 * @param keyword what its parameters follow in a FLOWSPEC (cli.md 7)
 * @param parameterNames one or two, in the order of the FLOWSPEC and of the wire
 * @param meaning one line of help
 * @param factory makes a distribution from its parameters, which it checks
 */
public record Law(
        int code,
        String name,
        String keyword,
        List<String> parameterNames,
        String meaning,
        Function<double[], Distribution> factory) {
    public Law {
        parameterNames = List.copyOf(parameterNames);
    }

    /** All laws, in the order in which a FLOWSPEC is matched against them. */
    public static List<Law> all() {
        return List.of(Constant.LAW, Uniform.LAW, Exponential.LAW, Normal.LAW, TruncatedNormal.LAW, Pareto.LAW);
    }

    /** The law with this number, if there is one. */
    public static Optional<Law> ofCode(int code) {
        return all().stream().filter(law -> law.code == code).findFirst();
    }

    /**
     * A distribution of this law.
     *
     * @param parameters at least as many as the law has; more are ignored
     * @throws IllegalArgumentException if the law does not allow these values
     */
    public Distribution create(double... parameters) {
        return factory.apply(parameters);
    }

    /** Its form in a FLOWSPEC, like {@code uniform<from>,<to>}. */
    public String syntax() {
        return keyword + parameterNames.stream().collect(Collectors.joining(">,<", "<", ">"));
    }

    static double requireFinite(String name, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(name + " must be finite: " + value);
        }
        return value;
    }

    static double requireNotNegative(String name, double value) {
        if (requireFinite(name, value) < 0) {
            throw new IllegalArgumentException(name + " must not be negative: " + value);
        }
        return value;
    }
}
