// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.cli;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.netperfmeter.results.VectorOverflow;
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
            names = "--peer-generation",
            paramLabel = "auto|1|2",
            converter = Generation.class,
            description = "Active: the passive node's generation, 1.x or 2.x (default: auto, found out if needed).")
    private Peer peer = new Peer(Optional.empty());

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

    @Option(names = "--json", paramLabel = "FILE", description = "Active: write a run record in JSON.")
    void json(String path) {
        json = path.isEmpty() ? Optional.empty() : Optional.of(Path.of(path));
    }

    Optional<PeerGeneration> peerGeneration() {
        return peer.generation();
    }

    Optional<Path> json() {
        return json;
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
