// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.cli;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.netperfmeter.results.ResultNames;
import org.netperfmeter.results.VectorOverflow;
import org.netperfmeter.transport.TimeStamping;
import org.netperfmeter.wire.MeasurementSettings;
import org.netperfmeter.wire.PeerGeneration;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Options that the original does not have. They cannot be abbreviated. */
@Command(optionListHeading = "Not in the original:%n")
final class ExtensionOptions {
    private Optional<Path> json = Optional.empty();

    @Option(
            names = "--vector-overflow",
            paramLabel = "thin|drop|block",
            converter = Overflow.class,
            description =
                    "Messages come faster than their vector rows can be written: record every n-th (thin, default), "
                            + "leave out rows (drop), or slow down the receiver (block).")
    private VectorOverflow vectorOverflow = VectorOverflow.THIN;

    @Option(
            names = "--realtime",
            description = "Ask for real-time priority, and wait actively for the last microseconds before a frame.")
    private boolean realTime;

    @Option(
            names = "--timestamping",
            paramLabel = "app|kernel",
            converter = Stamping.class,
            description =
                    "Who says when a message was received: the kernel where it does (kernel, default), so that delays do "
                            + "not contain the time until it was read, or this program when it has read it (app; MPTCP and "
                            + "DCCP always).")
    private TimeStamping timeStamping = TimeStamping.KERNEL;

    @Option(
            names = "--peer-generation",
            paramLabel = "auto|1|2",
            converter = Generation.class,
            description = "Active: the passive node's generation, 1.x or 2.x (default: auto, found out if needed).")
    private Peer peer = new Peer(Optional.empty());

    @Option(
            names = "--interval",
            paramLabel = "SECONDS",
            converter = Interval.class,
            description = "Time between two rows of vectors and two updates of the display, at both nodes: 0.1 to 60 "
                    + "(default: 1). Passive: where the active node does not tell it.")
    private int intervalMicros = MeasurementSettings.DEFAULT_INTERVAL_MICROS;

    @Option(
            names = "--seed",
            paramLabel = "N",
            converter = Seed.class,
            description = "Active: draw the same sizes, gaps and on/off times at both nodes as any run with this seed, "
                    + "0..18446744073709551615 (default: a new one; the results tell it).")
    private OptionalLong seed = OptionalLong.empty();

    @Option(
            names = "--extended-scalars",
            description =
                    "Active: more scalars of each flow, at both nodes: percentiles of delay and lateness, jitter, "
                            + "loss, reordering, longest gap, what the kernel says.")
    private boolean extendedScalars;

    @Option(
            names = "--correct-clock",
            description =
                    "Active: correct the delays in vector files, at both nodes, by the offset of the clocks as it is "
                            + "estimated meanwhile; a column DelayCorrection says by how much. Needs a passive node of this program.")
    private boolean correctClock;

    @Option(
            names = "--omnetpp",
            description = "Active: write scalar and vector files, those of both nodes, as OMNeT++ 5 and 6 read them; "
                    + "with --extended-scalars also histograms.")
    private boolean omnetpp;

    private Optional<Path> statusSocket = Optional.empty();
    private Optional<Path> status = Optional.empty();

    @Option(names = "--protocols", description = "Show what transport protocols this host offers, and exit.")
    private boolean protocols;

    @Option(
            names = "--status-socket",
            paramLabel = "PATH",
            description = "Passive: tell what it is doing to whom connects to this Unix socket, as --status does.")
    void statusSocket(String path) {
        statusSocket = path.isEmpty() ? Optional.empty() : Optional.of(Path.of(path));
    }

    @Option(
            names = "--status",
            paramLabel = "PATH",
            description = "Show what the passive node with this --status-socket is doing, and exit.")
    void status(String path) {
        status = Optional.of(Path.of(path));
    }

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description =
                    "Active: write all that is known of the run, by both nodes, as one JSON document, however the "
                            + "run ends. Has --extended-scalars with it.")
    void json(String path) {
        json = path.isEmpty() ? Optional.empty() : Optional.of(Path.of(path));
    }

    @Option(
            names = "--json-stream",
            description =
                    "Active: tell the start, each interval and the end (with the document of --json) on standard "
                            + "output, a line of JSON each; the live line goes to standard error. Has --extended-scalars with it.")
    private boolean jsonStream;

    @Option(
            names = "--transport-vector",
            paramLabel = "PATTERN",
            description =
                    "Active: write what the kernels of both nodes say of each connection, subflow and path at each "
                            + "interval; run.vec gives run-active-transport.vec and run-passive-transport.vec. Scalar files get "
                            + "the summary.")
    private String transport = "";

    /** Names of the files for what the kernel says of connections. */
    ResultNames transport() {
        return new ResultNames(transport);
    }

    Optional<PeerGeneration> peerGeneration() {
        return peer.generation();
    }

    /** What of a run is to be told in JSON. */
    JsonOutput json() {
        return new JsonOutput(json, jsonStream);
    }

    int intervalMicros() {
        return intervalMicros;
    }

    /** Empty: to be drawn. */
    OptionalLong seed() {
        return seed;
    }

    boolean extendedScalars() {
        return extendedScalars;
    }

    boolean correctClock() {
        return correctClock;
    }

    boolean omnetpp() {
        return omnetpp;
    }

    Optional<Path> statusSocket() {
        return statusSocket;
    }

    /** The socket of a running node that is to be asked. */
    Optional<Path> status() {
        return status;
    }

    VectorOverflow vectorOverflow() {
        return vectorOverflow;
    }

    TimeStamping timeStamping() {
        return timeStamping;
    }

    boolean realTime() {
        return realTime;
    }

    boolean protocols() {
        return protocols;
    }

    /** What is known of the peer before it is asked. */
    private record Peer(Optional<PeerGeneration> generation) {}

    private static final class Generation implements ITypeConverter<Peer> {
        @Override
        public Peer convert(String value) {
            return switch (value) {
                case "auto" -> new Peer(Optional.empty());
                case "1" -> new Peer(Optional.of(PeerGeneration.LEGACY));
                case "2" -> new Peer(Optional.of(PeerGeneration.CURRENT));
                default -> throw new TypeConversionException("'" + value + "' is none of auto, 1, 2");
            };
        }
    }

    private static final class Interval implements ITypeConverter<Integer> {
        private static final double MICROS_PER_SECOND = 1e6;

        @Override
        public Integer convert(String value) {
            double micros = Math.rint(Numbers.decimal(value) * MICROS_PER_SECOND);
            if (!(micros >= MeasurementSettings.MIN_INTERVAL_MICROS
                    && micros <= MeasurementSettings.MAX_INTERVAL_MICROS)) {
                throw new TypeConversionException("'" + value + "' is not a number of seconds 0.1..60");
            }
            return (int) micros;
        }
    }

    private static final class Seed implements ITypeConverter<OptionalLong> {
        @Override
        public OptionalLong convert(String value) {
            OptionalLong seed = Numbers.unsigned(value);
            if (seed.isEmpty()) {
                throw new TypeConversionException("'" + value + "' is not a whole number 0..18446744073709551615");
            }
            return seed;
        }
    }

    private static final class Stamping implements ITypeConverter<TimeStamping> {
        @Override
        public TimeStamping convert(String value) {
            return switch (value) {
                case "app" -> TimeStamping.APP;
                case "kernel" -> TimeStamping.KERNEL;
                default -> throw new TypeConversionException("'" + value + "' is none of app, kernel");
            };
        }
    }

    private static final class Overflow implements ITypeConverter<VectorOverflow> {
        @Override
        public VectorOverflow convert(String value) {
            for (VectorOverflow overflow : VectorOverflow.values()) {
                if (overflow.name().toLowerCase(Locale.ROOT).equals(value)) {
                    return overflow;
                }
            }
            throw new TypeConversionException("'" + value + "' is none of thin, drop, block");
        }
    }
}
