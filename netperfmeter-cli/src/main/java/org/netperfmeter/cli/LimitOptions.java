// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.netperfmeter.node.AddressRange;
import org.netperfmeter.node.Limit;
import org.netperfmeter.node.PassiveLimits;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Whom a passive node serves, and with how much. They cannot be abbreviated. */
@Command(optionListHeading = "Limits of a passive node (0: none):%n")
final class LimitOptions {
    private PassiveLimits limits = PassiveLimits.defaults();
    private final List<String> given = new ArrayList<>();

    @Option(
            names = "--allow",
            paramLabel = "CIDR[,CIDR...]",
            converter = Ranges.class,
            description = "Serve these addresses only, such as 192.0.2.0/24,2001:db8::/32 (default: all).")
    void allow(AddressRanges ranges) {
        set("--allow", now -> now.withAllowed(ranges.list()));
    }

    @Option(
            names = "--allow-foreign-udp",
            paramLabel = "CIDR[,CIDR...]",
            converter = Ranges.class,
            description =
                    "Take UDP flows from these addresses, too, and not only from that of their control connection.")
    void allowForeignUdp(AddressRanges ranges) {
        set("--allow-foreign-udp", now -> now.withForeignUdp(ranges.list()));
    }

    @Option(
            names = "--max-connections",
            paramLabel = "N",
            converter = Amount.class,
            description = "Connections and flows (default: 9/10 of the descriptors that the process may have).")
    void connections(Long value) {
        set(Limit.CONNECTIONS, value);
    }

    @Option(
            names = "--max-connections-per-address",
            paramLabel = "N",
            converter = Amount.class,
            description = "Connections and flows of clients with the same address (default: 3/4 of all).")
    void connectionsPerAddress(Long value) {
        set(Limit.CONNECTIONS_PER_ADDRESS, value);
    }

    @Option(
            names = "--max-measurements",
            paramLabel = "N",
            converter = Amount.class,
            description = "Measurements at once (default: 1000).")
    void measurements(Long value) {
        set(Limit.MEASUREMENTS, value);
    }

    @Option(
            names = "--max-flows",
            paramLabel = "N",
            converter = Amount.class,
            description = "Flows of a measurement (default: 20000).")
    void flows(Long value) {
        set(Limit.FLOWS, value);
    }

    @Option(
            names = "--max-runtime",
            paramLabel = "SECONDS",
            converter = Amount.class,
            description = "Run time of a measurement; one that takes longer is ended (default: 0).")
    void runTime(Long value) {
        set(Limit.MEASUREMENT_SECONDS, value);
    }

    @Option(
            names = "--max-message",
            paramLabel = "BYTES",
            converter = Amount.class,
            description = "Longest message of a flow or a control connection (default: 65535).")
    void message(Long value) {
        set(Limit.MESSAGE_BYTES, value);
    }

    @Option(
            names = "--max-buffer",
            paramLabel = "BYTES",
            converter = Amount.class,
            description = "Largest socket buffer that a flow may ask for (default: 0, the system's limits).")
    void buffer(Long value) {
        set(Limit.BUFFER_BYTES, value);
    }

    @Option(
            names = "--max-temporary",
            paramLabel = "BYTES",
            converter = Amount.class,
            description =
                    "Disk space of the results that wait for their upload (default: 0). In any case the last GiB or "
                            + "twentieth of the file system, whichever is less, is left free.")
    void temporary(Long value) {
        set(Limit.TEMPORARY_BYTES, value);
    }

    @Option(
            names = "--max-queued",
            paramLabel = "BYTES",
            converter = Amount.class,
            description = "Answers that a client may leave unread (default: 1048576).")
    void queued(Long value) {
        set(Limit.QUEUED_BYTES, value);
    }

    @Option(
            names = "--identify-timeout",
            paramLabel = "SECONDS",
            converter = Amount.class,
            description = "A data connection must say what flow it is for, and a message must be complete, within this "
                    + "time (default: 60).")
    void identifyTimeout(Long value) {
        set(Limit.IDENTIFY_SECONDS, value);
    }

    @Option(
            names = "--progress-timeout",
            paramLabel = "SECONDS",
            converter = Amount.class,
            description =
                    "A client that measures nothing must say something, and one that is sent its results must take "
                            + "some of them, within this time (default: 600).")
    void progressTimeout(Long value) {
        set(Limit.PROGRESS_SECONDS, value);
    }

    private void set(Limit limit, long value) {
        set(limit.option(), now -> now.with(limit, value));
    }

    private void set(String option, UnaryOperator<PassiveLimits> change) {
        given.add(option);
        limits = change.apply(limits);
    }

    PassiveLimits limits() {
        return limits;
    }

    /** One that was given, if there is any. */
    Optional<String> first() {
        return given.stream().findFirst();
    }

    /** One value, although it holds several: a repeated option replaces the list. */
    private record AddressRanges(List<AddressRange> list) {}

    private static final class Ranges implements ITypeConverter<AddressRanges> {
        @Override
        public AddressRanges convert(String value) {
            try {
                return new AddressRanges(AddressRange.parseList(value));
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    private static final class Amount implements ITypeConverter<Long> {
        @Override
        public Long convert(String value) {
            try {
                long amount = Long.parseLong(value);
                if (amount >= 0) {
                    return amount;
                }
            } catch (NumberFormatException e) {
                // As told below.
            }
            throw new TypeConversionException("'" + value + "' is not a whole number; 0 means no limit");
        }
    }
}
