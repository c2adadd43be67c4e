// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whom a passive node serves, and with how much.
 *
 * @param allowed who may connect; empty: everybody
 * @param foreignUdp from where UDP flows may come beside the address of their control connection's peer. Since a source
 *     address of UDP proves nothing, whoever is in there can be made the target of flows that others define
 * @param values those that differ from the default; 0: no limit
 */
public record PassiveLimits(List<AddressRange> allowed, List<AddressRange> foreignUdp, Map<Limit, Long> values) {
    /** The line of proc(5) with the descriptors that this process may have. Java has raised it to the hard limit. */
    private static final Pattern DESCRIPTORS = Pattern.compile("(?m)^Max open files +(\\d+)");

    private static final long USUAL_DESCRIPTORS = 1024;

    public PassiveLimits {
        allowed = List.copyOf(allowed);
        foreignUdp = List.copyOf(foreignUdp);
        values = Map.copyOf(values);
        values.forEach((limit, value) -> {
            if (value < 0) {
                throw new IllegalArgumentException(limit.option() + " must not be negative: " + value);
            }
        });
    }

    /** For everybody who means well. */
    public static PassiveLimits defaults() {
        return new PassiveLimits(List.of(), List.of(), Map.of());
    }

    /** With another value of a limit; 0: none. */
    public PassiveLimits with(Limit limit, long value) {
        Map<Limit, Long> changed = new EnumMap<>(Limit.class);
        changed.putAll(values);
        changed.put(limit, value);
        return new PassiveLimits(allowed, foreignUdp, changed);
    }

    /** For these clients only. */
    public PassiveLimits withAllowed(List<AddressRange> ranges) {
        return new PassiveLimits(ranges, foreignUdp, values);
    }

    /** With these sources of UDP flows beside the clients themselves. */
    public PassiveLimits withForeignUdp(List<AddressRange> ranges) {
        return new PassiveLimits(allowed, ranges, values);
    }

    /** The value of a limit; Long.MAX_VALUE: none. */
    public long of(Limit limit) {
        Long value = values.get(limit);
        if (value == null) {
            value = switch (limit) {
                case CONNECTIONS -> ProcessLimit.OPEN_FILES * 9 / 10;
                case CONNECTIONS_PER_ADDRESS -> of(Limit.CONNECTIONS) / 4 * 3;
                default -> limit.byDefault();
            };
        }
        return value == 0 ? Long.MAX_VALUE : value;
    }

    /** A time limit in nanoseconds; Long.MAX_VALUE: none. */
    long nanos(Limit limit) {
        long seconds = of(limit);
        return seconds > Long.MAX_VALUE / 1_000_000_000L ? Long.MAX_VALUE : seconds * 1_000_000_000L;
    }

    /** Read once: this is asked for with each connection. */
    private static final class ProcessLimit {
        static final long OPEN_FILES = openFiles();

        private static long openFiles() {
            try {
                Matcher matcher = DESCRIPTORS.matcher(Files.readString(Path.of("/proc/self/limits")));
                return matcher.find() ? Long.parseLong(matcher.group(1)) : USUAL_DESCRIPTORS;
            } catch (IOException e) {
                return USUAL_DESCRIPTORS;
            }
        }
    }
}
