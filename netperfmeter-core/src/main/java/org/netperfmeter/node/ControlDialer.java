// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;
import org.netperfmeter.posix.NativeIoException;
import org.netperfmeter.transport.Route;
import org.netperfmeter.transport.SocketOptions;
import org.netperfmeter.transport.StopSignal;
import org.netperfmeter.transport.Transport;
import org.netperfmeter.transport.Transports;

/** Reaches the passive node's control port, at whatever address its name resolves to, over whatever both nodes have. */
final class ControlDialer {
    /** How long SCTP is tried if nobody insists on it: some middleboxes drop it without a word. */
    private static final long SCTP_NANOS = 3_000_000_000L;

    private static final long NEVER = Long.MAX_VALUE;

    private final ActiveConfig config;
    private final NodeListener listener;
    private final long measurementId;
    private final StopSignal stop;

    /**
     * The control connection.
     *
     * @param alternatives further addresses of the passive node, of the family of the one that answered
     */
    record Dialed(ControlConnection connection, ControlTransport transport, List<InetAddress> alternatives) {
        /** The address that answered: data connections are to go to the same one. */
        InetAddress address() {
            return connection.channel().peerAddress().getAddress();
        }
    }

    ControlDialer(ActiveConfig config, NodeListener listener, long measurementId, StopSignal stop) {
        this.config = config;
        this.listener = listener;
        this.measurementId = measurementId;
        this.stop = stop;
    }

    /**
     * Connects.
     *
     * @throws IOException if no address answers, saying why the last did not
     */
    Dialed dial() throws IOException {
        List<InetAddress> addresses = resolve();
        if (config.control().isPresent()) {
            return dial(config.control().get(), addresses, NEVER);
        }
        try {
            return dial(ControlTransport.SCTP, addresses, System.nanoTime() + SCTP_NANOS);
        } catch (IOException e) {
            if (stop.isRaised()) {
                throw e;
            }
            listener.note(
                    NodeListener.Level.INFO,
                    "Control over TCP, since control over SCTP is not possible: "
                            + (e.getCause() == null ? e : e.getCause()).getMessage());
        }
        return dial(ControlTransport.TCP, addresses, NEVER);
    }

    private Dialed dial(ControlTransport control, List<InetAddress> addresses, long deadlineNanos) throws IOException {
        Transport transport = Transports.of(control.protocol());
        if (!transport.support().available()) {
            throw new IOException(
                    "control over " + control + " is not possible: "
                            + transport.support().reason(),
                    new IOException(transport.support().reason()));
        }
        NativeIoException lastFailure = null;
        for (InetAddress address : addresses) {
            InetSocketAddress peer = new InetSocketAddress(address, config.basePort() + 1);
            listener.controlConnecting(
                    measurementId, new InetSocketAddress(address, config.basePort()), peer, control.name());
            List<InetAddress> alternatives = addresses.stream()
                    .filter(other -> other.getClass() == address.getClass() && !other.equals(address))
                    .toList();
            try {
                return new Dialed(
                        new ControlConnection(transport.connect(
                                new Route(peer, alternatives, config.localControl()),
                                SocketOptions.control(config.v6Only()),
                                deadlineNanos,
                                stop)),
                        control,
                        alternatives);
            } catch (NativeIoException e) {
                if (stop.isRaised()) {
                    throw e;
                }
                listener.note(NodeListener.Level.DEBUG, e.getMessage());
                lastFailure = e;
            }
        }
        String hint = lastFailure.isRefused() ? "; is 'netperfmeter " + config.basePort() + "' running there?" : "";
        throw new IOException("cannot reach the passive node: " + lastFailure.getMessage() + hint, lastFailure);
    }

    /** At least one address. */
    private List<InetAddress> resolve() throws IOException {
        try {
            return Stream.of(InetAddress.getAllByName(config.host())).toList();
        } catch (UnknownHostException e) {
            throw new IOException("cannot resolve the passive node's name \"" + config.host() + "\"", e);
        }
    }
}
