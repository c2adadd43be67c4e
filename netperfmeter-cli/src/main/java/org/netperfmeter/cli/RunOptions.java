// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.cli;

import org.netperfmeter.traffic.BufferSize;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How long a node runs, and with what buffers (cli.md 5.3 and 5.4). */
@Command(optionListHeading = "Run:%n")
final class RunOptions {
    private static final BufferSize UNSET = new BufferSize(0, false);

    @Option(
            names = {"-T", "--runtime"},
            paramLabel = "SECONDS",
            converter = Seconds.class,
            description = "Stop after this time, e.g. 60 or 0.5 (default, and 0 or less: run until interrupted).")
    private double runtimeSeconds;

    @Option(
            names = {"-o", "--sndbuf"},
            paramLabel = "BYTES",
            converter = Bytes.class,
            description = "Passive: send buffer of listening sockets (flows have their own option).")
    private BufferSize sendBuffer = UNSET;

    @Option(
            names = {"-i", "--rcvbuf"},
            paramLabel = "BYTES",
            converter = Bytes.class,
            description = "Passive: receive buffer of listening sockets (flows have their own option).")
    private BufferSize receiveBuffer = UNSET;

    /** Run time in seconds; 0: until stopped. */
    double runtimeSeconds() {
        return runtimeSeconds;
    }

    BufferSize sendBuffer() {
        return sendBuffer;
    }

    BufferSize receiveBuffer() {
        return receiveBuffer;
    }

    private static final class Seconds implements ITypeConverter<Double> {
        /** Some 31 years: far from where nanoseconds no longer fit into 64 bits. */
        private static final double LONGEST_SECONDS = 1e9;

        @Override
        public Double convert(String value) {
            double seconds = value.startsWith("-") ? -Numbers.decimal(value.substring(1)) : Numbers.decimal(value);
            if (!(Math.abs(seconds) <= LONGEST_SECONDS)) {
                throw new TypeConversionException("'" + value + "' is not a number of seconds, such as 60 or 0.5");
            }
            return Math.max(0, seconds);
        }
    }

    private static final class Bytes implements ITypeConverter<BufferSize> {
        @Override
        public BufferSize convert(String value) {
            int bytes = Numbers.integer(value, "a whole number of bytes; 0 or less leaves the system's default");
            return bytes > 0 ? new BufferSize(bytes, true) : UNSET;
        }
    }
}
