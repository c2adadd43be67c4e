// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.netperfmeter.control.Credentials;
import org.netperfmeter.control.FlowRegistry;
import org.netperfmeter.flow.DataPlane;
import org.netperfmeter.flow.SystemClock;
import org.netperfmeter.posix.NativeIoException;
import org.netperfmeter.traffic.TransportProtocol;
import org.netperfmeter.transport.Channel;
import org.netperfmeter.transport.DatagramEndpoint;
import org.netperfmeter.transport.Endpoint;
import org.netperfmeter.transport.Listener;
import org.netperfmeter.transport.Poller;
import org.netperfmeter.transport.ReceiveBatch;
import org.netperfmeter.transport.SocketOptions;
import org.netperfmeter.transport.Transport;
import org.netperfmeter.transport.Transports;
import org.netperfmeter.wire.IdentifyFlow;
import org.netperfmeter.wire.MessageCodec;
import org.netperfmeter.wire.ProtocolException;

/**
 * The passive node: serves any number of active nodes. {@link #run} is the control loop: it accepts connections, reads
 * data connections up to their Identify, and control connections for ever. Each control connection is a
 * {@link PassivePeer}.
 */
public final class PassiveNode implements AutoCloseable {
    private static final List<TransportProtocol> DATA_PROTOCOLS = List.of(
            TransportProtocol.TCP,
            TransportProtocol.MPTCP,
            TransportProtocol.UDP,
            TransportProtocol.SCTP,
            TransportProtocol.DCCP);

    private final PassiveConfig config;
    private final NodeListener listener;
    private final SystemClock clock = new SystemClock();
    private final Poller poller = new Poller(256);
    /** What other threads have for the control loop. */
    private final ConcurrentLinkedQueue<Runnable> events = new ConcurrentLinkedQueue<>();

    private final FlowRegistry registry = new FlowRegistry();
    private final Optional<Credentials> credentials;
    private final DataPlane dataPlane;
    private final Ticker ticker;
    private final List<Endpoint> endpoints = new ArrayList<>();
    private final Set<TransportProtocol> offered = new HashSet<>();
    private final Map<TransportProtocol, DataPlane.DatagramReception> sharedSockets =
            new EnumMap<>(TransportProtocol.class);
    private final Set<PassivePeer> peers = new HashSet<>();
    private final UnidentifiedConnections unidentified = new UnidentifiedConnections(this);
    /** Listeners that do not accept until the next tick. */
    private final Set<Listener> paused = new HashSet<>();

    private final Map<TransportProtocol, ReceiveBatch> received = new EnumMap<>(TransportProtocol.class);

    private volatile boolean stopping;

    /**
     * Opens all sockets.
     *
     * @throws IOException if a socket that every passive node has cannot be opened
     */
    public PassiveNode(PassiveConfig config, NodeListener listener) throws IOException {
        this.config = config;
        this.listener = listener;
        credentials = config.secret().map(secret -> Credentials.of(secret, new SecureRandom()));
        SplittableRandom random = new SplittableRandom();
        dataPlane = new DataPlane(
                false,
                config.realTime(),
                clock,
                // At the end of a run that is how a peer that has stopped is noticed first.
                (flow, reason) ->
                        listener.note(NodeListener.Level.DEBUG, flow.key() + " stops sending: " + reason.getMessage()),
                random::split);
        ticker = new Ticker(clock, listener);
        try {
            openEndpoints();
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    /** Whoever finds the control port open finds the data ports open, too. */
    private void openEndpoints() throws IOException {
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
        poller.add(connections, Poller.READ, (ReadyHandler) () -> accept(connections, this::acceptControl));
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
            if (!transport.protocol().isOptional() || e.isAddressForeign()) {
                throw e;
            }
            return e.getMessage();
        }
        endpoints.add(endpoint);
        offered.add(transport.protocol());
        if (endpoint instanceof Listener connections) {
            poller.add(connections, Poller.READ, (ReadyHandler) () -> accept(connections, unidentified::add));
        } else if (endpoint instanceof DatagramEndpoint shared) {
            sharedSockets.put(
                    transport.protocol(),
                    dataPlane.startReceiving(
                            shared,
                            transport.protocol(),
                            (message, channel) -> post(() -> identifyDatagram(message, channel))));
        }
        return "";
    }

    /** Serves until the run time is over or {@link #stop} is called. */
    public void run() {
        ticker.begin();
        long endNanos =
                config.runtimeSeconds() > 0 ? Ticker.after(clock.nanos(), config.runtimeSeconds()) : Long.MAX_VALUE;
        while (!stopping && clock.nanos() < endNanos) {
            int ready = events.isEmpty() ? poller.await(Math.min(endNanos, ticker.nextNanos())) : 0;
            for (int i = 0; i < ready; i++) {
                if (poller.isReadable(i) || poller.isWritable(i)) {
                    safely(((ReadyHandler) poller.attachment(i))::ready);
                }
            }
            for (Runnable event = events.poll(); event != null; event = events.poll()) {
                safely(event);
            }
            if (ticker.tick(
                    (int) peers.stream().filter(PassivePeer::isMeasuring).count())) {
                clock.recalibrate();
                unidentified.closeLate();
                resumeAccepting();
            }
        }
    }

    /** Whatever goes wrong with one peer, the others go on. */
    private void safely(Runnable handler) {
        try {
            handler.run();
        } catch (RuntimeException | OutOfMemoryError e) {
            listener.note(NodeListener.Level.ERROR, e.toString());
        }
    }

    /** Asks to end; callable from any thread. */
    public void stop() {
        stopping = true;
        poller.wake();
    }

    @Override
    public void close() {
        List<PassivePeer> ending = List.copyOf(peers);
        ending.forEach(peer -> peer.closed("the node ends"));
        ending.forEach(PassivePeer::awaitEnd);
        unidentified.closeAll();
        sharedSockets.values().forEach(DataPlane.DatagramReception::stop);
        try {
            dataPlane.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        endpoints.forEach(Endpoint::close);
        poller.close();
    }

    // ------ For the peers

    /** Runs something on the thread of the control loop. Any thread calls it. */
    void post(Runnable event) {
        events.add(event);
        poller.wake();
    }

    FlowRegistry registry() {
        return registry;
    }

    /** With what active nodes have to be authenticated, if they have. */
    Optional<Credentials> credentials() {
        return credentials;
    }

    boolean offers(TransportProtocol protocol) {
        return offered.contains(protocol);
    }

    /** The socket on which all flows of a protocol without connections arrive. */
    Optional<DataPlane.DatagramReception> sharedSocket(TransportProtocol protocol) {
        return Optional.ofNullable(sharedSockets.get(protocol));
    }

    DataPlane dataPlane() {
        return dataPlane;
    }

    Ticker ticker() {
        return ticker;
    }

    SystemClock clock() {
        return clock;
    }

    PassiveConfig config() {
        return config;
    }

    NodeListener listener() {
        return listener;
    }

    /** Memory for what arrives over a protocol, for one read at a time. */
    ReceiveBatch received(TransportProtocol protocol) {
        return received.computeIfAbsent(protocol, key -> Transports.of(key).newReceiveBatch());
    }

    Poller poller() {
        return poller;
    }

    /** A control connection has ended, with all that it has set off. */
    void forget(PassivePeer peer) {
        peers.remove(peer);
    }

    // ------ New connections

    private void accept(Listener connections, Consumer<Channel> accepted) {
        try {
            for (Channel channel = connections.accept(); channel != null; channel = connections.accept()) {
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
        try {
            accepted.accept(channel);
        } catch (UncheckedIOException e) {
            // No descriptor is left for what a connection needs beside its own; others go on.
            listener.note(NodeListener.Level.WARNING, e.getCause().getMessage());
            channel.close();
        }
    }

    private void resumeAccepting() {
        paused.forEach(connections -> poller.modify(connections, Poller.READ));
        paused.clear();
    }

    private void acceptControl(Channel channel) {
        listener.note(NodeListener.Level.DEBUG, "control connection from " + channel.peerAddress());
        PassivePeer peer = new PassivePeer(this, new ControlConnection(channel));
        poller.add(peer.control(), Poller.READ, peer);
        peers.add(peer);
    }

    private void identifyDatagram(byte[] bytes, Channel channel) {
        if (!identify(bytes, channel)) {
            channel.close();
        }
    }

    /** Binds a channel to the flow that this message names, if it is an Identify. Returns whether it is in use now. */
    boolean identify(byte[] message, Channel channel) {
        try {
            return MessageCodec.decode(ByteBuffer.wrap(message)) instanceof IdentifyFlow identify
                    && identify(identify, channel, ByteBuffer.allocate(0));
        } catch (ProtocolException e) {
            listener.note(NodeListener.Level.DEBUG, channel.peerAddress() + ": " + e.getMessage());
            return false;
        }
    }

    /**
     * Binds a channel to its flow.
     *
     * @param rest what came right behind the Identify
     * @return whether the channel is in use now
     */
    boolean identify(IdentifyFlow identify, Channel channel, ByteBuffer rest) {
        Optional<PassivePeer> owner = registry.sessionOf(identify.key())
                .flatMap(session ->
                        peers.stream().filter(peer -> peer.session() == session).findAny());
        if (owner.isEmpty()) {
            listener.note(
                    NodeListener.Level.WARNING,
                    "Identify of unknown " + identify.key() + " from " + channel.peerAddress());
        }
        return owner.isPresent() && owner.get().identified(identify, channel, rest);
    }

    /** Something that the poller has found ready. */
    @FunctionalInterface
    interface ReadyHandler {
        void ready();
    }
}
