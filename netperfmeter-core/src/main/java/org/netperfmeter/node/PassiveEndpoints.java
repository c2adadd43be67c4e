// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.netperfmeter.flow.DataPlane;
import org.netperfmeter.posix.NativeIoException;
import org.netperfmeter.traffic.TransportProtocol;
import org.netperfmeter.transport.Channel;
import org.netperfmeter.transport.DatagramEndpoint;
import org.netperfmeter.transport.Endpoint;
import org.netperfmeter.transport.Listener;
import org.netperfmeter.transport.Poller;
import org.netperfmeter.transport.SocketOptions;
import org.netperfmeter.transport.Transport;
import org.netperfmeter.transport.Transports;

/** The sockets on which a passive node waits for others. Belongs to the control loop. */
final class PassiveEndpoints implements AutoCloseable {
    private static final List<TransportProtocol> DATA_PROTOCOLS = List.of(
            TransportProtocol.TCP,
            TransportProtocol.MPTCP,
            TransportProtocol.UDP,
            TransportProtocol.SCTP,
            TransportProtocol.DCCP);

    /** So that a flood of connections keeps nobody else waiting. */
    private static final int ACCEPTS_A_TURN = 64;

    /** Who takes what arrives. */
    interface Arrivals {
        /** A control connection that may stay. */
        void control(Channel channel);

        /** A data connection that may stay. */
        void data(Channel channel);

        /** An Identify from a source without a flow. Called by the receiving thread. */
        void identify(byte[] message, InetSocketAddress source, DatagramEndpoint endpoint);
    }

    private final PassiveConfig config;
    private final NodeListener listener;
    private final Poller poller;
    private final DataPlane dataPlane;
    private final Gatekeeper gatekeeper;
    private final Arrivals arrivals;

    private final List<Endpoint> endpoints = new ArrayList<>();
    private final Set<TransportProtocol> offered = new HashSet<>();
    private final Map<TransportProtocol, DataPlane.DatagramReception> sharedSockets =
            new EnumMap<>(TransportProtocol.class);
    /** Listeners that do not accept until the next tick. */
    private final Set<Listener> paused = new HashSet<>();

    PassiveEndpoints(
            PassiveConfig config,
            NodeListener listener,
            Poller poller,
            DataPlane dataPlane,
            Gatekeeper gatekeeper,
            Arrivals arrivals) {
        this.config = config;
        this.listener = listener;
        this.poller = poller;
        this.dataPlane = dataPlane;
        this.gatekeeper = gatekeeper;
        this.arrivals = arrivals;
    }

    /**
     * Opens all sockets. Whoever finds the control port open finds the data ports open, too.
     *
     * @throws IOException if a socket that every passive node has cannot be opened
     */
    void open() throws IOException {
        List<String> data = new ArrayList<>();
        for (TransportProtocol protocol : DATA_PROTOCOLS) {
            Transport transport = Transports.of(protocol);
            int port = protocol.dataPort(config.basePort());
            String missing = transport.support().reason();
            if (transport.support().available()) {
                missing = openData(transport, port);
            }
            if (missing.isEmpty()) {
                data.add(protocol + " on port " + port);
            } else {
                listener.note(NodeListener.Level.INFO, protocol + " is not offered: " + missing);
            }
        }
        listener.listening(openControl(), data);
    }

    /** Opens the sockets for control connections. Returns which; SCTP may be missing if it is not the only one. */
    private List<String> openControl() throws IOException {
        List<String> control = new ArrayList<>();
        Set<ControlTransport> wanted = EnumSet.copyOf(config.control());
        if (wanted.contains(ControlTransport.MPTCP)) {
            // Its socket accepts plain TCP as well.
            wanted.remove(ControlTransport.TCP);
        }
        for (ControlTransport each : wanted) {
            Transport transport = Transports.of(each.protocol());
            String missing = transport.support().reason();
            if (missing.isEmpty()) {
                openControl(transport);
                control.add(each + " on port " + (config.basePort() + 1));
            } else if (wanted.size() > 1 && each == ControlTransport.SCTP) {
                listener.note(NodeListener.Level.INFO, "control over SCTP is not offered: " + missing);
            } else {
                throw new IOException("control over " + each + " is not possible: " + missing);
            }
        }
        return control;
    }

    private void openControl(Transport transport) throws NativeIoException {
        Listener connections = (Listener)
                transport.open(config.basePort() + 1, config.localControl(), SocketOptions.control(config.v6Only()));
        endpoints.add(connections);
        listen(connections, arrivals::control);
    }

    /**
     * Opens the socket of a transport.
     *
     * @return why the transport cannot be offered, its port being somebody else's for instance; empty if it can
     * @throws NativeIoException if a passive node cannot do without it
     */
    private String openData(Transport transport, int port) throws NativeIoException {
        Endpoint endpoint;
        try {
            endpoint = transport.open(
                    port,
                    config.localData(),
                    SocketOptions.listening(config.sendBuffer(), config.receiveBuffer(), config.v6Only()));
        } catch (NativeIoException e) {
            // Only SCTP notices that a later one of the local addresses is none of this host: a mistake all the same.
            if (!transport.protocol().isOptional() || e.isForeignAddress()) {
                throw e;
            }
            return e.getMessage();
        }
        endpoints.add(endpoint);
        offered.add(transport.protocol());
        if (endpoint instanceof Listener connections) {
            listen(connections, arrivals::data);
        } else if (endpoint instanceof DatagramEndpoint shared) {
            sharedSockets.put(
                    transport.protocol(),
                    dataPlane.startReceiving(
                            shared,
                            transport.protocol(),
                            (message, source) -> arrivals.identify(message, source, shared)));
        }
        return "";
    }

    private void listen(Listener connections, Consumer<Channel> accepted) {
        poller.add(connections, Poller.READ, (PassiveNode.ReadyHandler) () -> accept(connections, accepted));
    }

    private void accept(Listener connections, Consumer<Channel> accepted) {
        try {
            for (int i = 0; i < ACCEPTS_A_TURN; i++) {
                Channel channel = connections.accept();
                if (channel == null) {
                    return;
                }
                serve(channel, accepted);
            }
        } catch (NativeIoException e) {
            listener.note(NodeListener.Level.WARNING, e.getMessage());
            // No descriptors are left, most likely: to try at once again would only keep the loop busy.
            poller.modify(connections, 0);
            paused.add(connections);
        }
    }

    private void serve(Channel channel, Consumer<Channel> accepted) {
        if (!gatekeeper.enter(channel.peerAddress())) {
            channel.close();
            return;
        }
        try {
            accepted.accept(channel);
        } catch (UncheckedIOException e) {
            // No descriptor is left for what a connection needs beside its own; others go on.
            listener.note(NodeListener.Level.WARNING, e.getCause().getMessage());
            gatekeeper.leave(channel.peerAddress());
            channel.close();
        }
    }

    /** Listeners that had to pause accept again. */
    void resume() {
        paused.forEach(connections -> poller.modify(connections, Poller.READ));
        paused.clear();
    }

    boolean offers(TransportProtocol protocol) {
        return offered.contains(protocol);
    }

    /** The socket on which all flows of a protocol without connections arrive. */
    Optional<DataPlane.DatagramReception> sharedSocket(TransportProtocol protocol) {
        return Optional.ofNullable(sharedSockets.get(protocol));
    }

    /** Ends the reception of datagrams. Threads of the data plane must still run. */
    void stopReceiving() {
        sharedSockets.values().forEach(DataPlane.DatagramReception::stop);
    }

    @Override
    public void close() {
        endpoints.forEach(Endpoint::close);
    }
}
