// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.netperfmeter.results.ResultFormat;
import org.netperfmeter.wire.Capability;
import org.netperfmeter.wire.Hello;
import org.netperfmeter.wire.MeasurementSettings;

/** What a node says of itself, and how. */
public final class LocalHost {
    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
    private static final Pattern CPU_MODEL = Pattern.compile("model name\\s*:\\s*(.*\\S)\\s*");

    private LocalHost() {}

    /** The Hello of this node. */
    public static Hello hello(long measurementId) {
        return new Hello(
                measurementId,
                Capability.maskOf(EnumSet.allOf(Capability.class)),
                software(),
                System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                System.getProperty("os.version"),
                Runtime.getRuntime().availableProcessors());
    }

    /** The model of the first CPU; empty where the system does not say. */
    public static Optional<String> cpuModel() {
        try (Stream<String> lines = Files.lines(CPU_INFO)) {
            return lines.map(CPU_MODEL::matcher)
                    .filter(Matcher::matches)
                    .map(model -> model.group(1))
                    .findFirst();
        } catch (IOException | UncheckedIOException e) {
            return Optional.empty();
        }
    }

    /** How this node writes its results. */
    static ResultFormat resultFormat(boolean active, MeasurementSettings settings) {
        return settings.omnetpp()
                ? ResultFormat.omnetpp(active, settings.measurementId(), settings.seed())
                : ResultFormat.original();
    }

    /** Name and version of this software. */
    public static String software() {
        String version = LocalHost.class.getPackage().getImplementationVersion();
        return "NetPerfMeter/Java " + (version == null ? "(unpackaged)" : version);
    }
}
