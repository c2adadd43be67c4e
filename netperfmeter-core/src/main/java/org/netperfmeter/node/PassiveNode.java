// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.netperfmeter.control.Credentials;
import org.netperfmeter.control.FlowRegistry;
import org.netperfmeter.control.PassiveSession;
import org.netperfmeter.flow.Clock;
import org.netperfmeter.flow.DataPlane;
import org.netperfmeter.flow.SystemClock;
import org.netperfmeter.posix.AddressText;
import org.netperfmeter.posix.NativeIoException;
import org.netperfmeter.results.TemporarySpace;
import org.netperfmeter.traffic.FlowKey;
import org.netperfmeter.traffic.TransportProtocol;
import org.netperfmeter.transport.Channel;
import org.netperfmeter.transport.DatagramEndpoint;
import org.netperfmeter.transport.Poller;
import org.netperfmeter.transport.ReceiveBatch;
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
    /** Identifies of UDP that may wait for the control loop; what is more is as good as lost on its way. */
    private static final int MAX_WAITING_IDENTIFIES = 1024;

    /** How often the clock, time-outs and full queues are looked after. */
    private static final long HOUSEKEEPING_NANOS = 1_000_000_000L;

    private final PassiveConfig config;
    private final NodeListener listener;
    private final Clock clock;
    private final Poller poller = new Poller(256);
    /** What other threads have for the control loop. */
    private final ConcurrentLinkedQueue<Runnable> events = new ConcurrentLinkedQueue<>();

    private final FlowRegistry registry = new FlowRegistry();
    private final Optional<Credentials> credentials;
    private final DataPlane dataPlane;
    private final Ticker ticker;
    private final Beat housekeeping;
    private final Refusals refusals;
    private final Gatekeeper gatekeeper;
    private final TemporarySpace temporarySpace;
    private final PassiveEndpoints endpoints;
    private final Map<PassiveSession, PassivePeer> peers = new HashMap<>();
    private final UnidentifiedConnections unidentified = new UnidentifiedConnections(this);
    private final AtomicInteger waitingIdentifies = new AtomicInteger();

    private final Map<TransportProtocol, ReceiveBatch> received = new EnumMap<>(TransportProtocol.class);

    private final long beganNanos;
    private volatile boolean stopping;

    /**
     * Opens all sockets.
     *
     * @throws IOException if a socket that every passive node has cannot be opened
     */
    public PassiveNode(PassiveConfig config, NodeListener listener) throws IOException {
        this(config, listener, new SystemClock());
    }

    /** With a clock that may differ from the system's. */
    PassiveNode(PassiveConfig config, NodeListener listener, Clock clock) throws IOException {
        this.config = config;
        this.listener = listener;
        this.clock = clock;
        beganNanos = clock.nanos();
        housekeeping = new Beat(beganNanos + HOUSEKEEPING_NANOS, HOUSEKEEPING_NANOS);
        credentials = config.secret().map(secret -> Credentials.of(secret, new SecureRandom()));
        dataPlane = new DataPlane(
                false,
                config.realTime(),
                config.timeStamping(),
                clock,
                // At the end of a run that is how a peer that has stopped is noticed first.
                (flow, reason) ->
                        listener.note(NodeListener.Level.DEBUG, flow.key() + " stops sending: " + reason.getMessage()));
        ticker = new Ticker(clock, listener, config.intervalMicros() * 1000L);
        refusals = new Refusals(listener, clock);
        gatekeeper = new Gatekeeper(config.limits(), refusals);
        temporarySpace = new TemporarySpace(config.limits().of(Limit.TEMPORARY_BYTES));
        endpoints = new PassiveEndpoints(config, listener, poller, dataPlane, gatekeeper, new Arrivals());
        try {
            endpoints.open();
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    /** Serves until the run time is over or {@link #stop} is called. */
    public void run() {
        ticker.begin();
        long endNanos =
                config.runtimeSeconds() > 0 ? Ticker.after(clock.nanos(), config.runtimeSeconds()) : Long.MAX_VALUE;
        while (!stopping && clock.nanos() < endNanos) {
            int ready = events.isEmpty()
                    ? poller.await(Math.min(endNanos, Math.min(ticker.nextNanos(), housekeeping.nextNanos())))
                    : 0;
            for (int i = 0; i < ready; i++) {
                if (poller.isReadable(i) || poller.isWritable(i)) {
                    safely(((ReadyHandler) poller.attachment(i))::ready);
                }
            }
            for (Runnable event = events.poll(); event != null; event = events.poll()) {
                safely(event);
            }
            ticker.tick(this::measuringPeers);
            if (housekeeping.take(clock.nanos())) {
                clock.recalibrate();
                expire(clock.nanos());
                endpoints.resume();
            }
        }
    }

    private int measuringPeers() {
        return (int) peers.values().stream().filter(PassivePeer::isMeasuring).count();
    }

    /** Ends connections that have had their time by now. */
    void expire(long nowNanos) {
        unidentified.expire(nowNanos);
        List.copyOf(peers.values()).forEach(peer -> peer.expire(nowNanos));
        refusals.tick();
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
        List<PassivePeer> ending = List.copyOf(peers.values());
        ending.forEach(peer -> peer.closed("the node ends"));
        ending.forEach(PassivePeer::awaitEnd);
        unidentified.closeAll();
        endpoints.stopReceiving();
        try {
            dataPlane.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        endpoints.close();
        poller.close();
    }

    // ------ For the peers

    /** Runs something when all has been handled that is ready at the moment. The thread of the control loop calls it. */
    void soon(Runnable event) {
        events.add(event);
    }

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
        return endpoints.offers(protocol);
    }

    /** The socket on which all flows of a protocol without connections arrive. */
    Optional<DataPlane.DatagramReception> sharedSocket(TransportProtocol protocol) {
        return endpoints.sharedSocket(protocol);
    }

    DataPlane dataPlane() {
        return dataPlane;
    }

    Ticker ticker() {
        return ticker;
    }

    Clock clock() {
        return clock;
    }

    PassiveConfig config() {
        return config;
    }

    NodeListener listener() {
        return listener;
    }

    Refusals refusals() {
        return refusals;
    }

    Gatekeeper gatekeeper() {
        return gatekeeper;
    }

    TemporarySpace temporarySpace() {
        return temporarySpace;
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
        peers.remove(peer.session());
    }

    // ------ What arrives

    private final class Arrivals implements PassiveEndpoints.Arrivals {
        @Override
        public void control(Channel channel) {
            listener.note(NodeListener.Level.DEBUG, "control connection from " + AddressText.of(channel.peerAddress()));
            PassivePeer peer = new PassivePeer(PassiveNode.this, channel);
            peer.begin();
            peers.put(peer.session(), peer);
        }

        @Override
        public void data(Channel channel) {
            unidentified.add(channel);
        }

        @Override
        public void identify(byte[] message, InetSocketAddress source, DatagramEndpoint endpoint) {
            if (waitingIdentifies.incrementAndGet() > MAX_WAITING_IDENTIFIES) {
                waitingIdentifies.decrementAndGet();
            } else {
                post(() -> {
                    waitingIdentifies.decrementAndGet();
                    identifyDatagram(message, source, endpoint);
                });
            }
        }
    }

    private void identifyDatagram(byte[] message, InetSocketAddress source, DatagramEndpoint endpoint) {
        Optional<IdentifyFlow> identify = decode(message, source);
        Optional<PassivePeer> owner = identify.flatMap(known -> ownerOf(known.key(), source));
        if (owner.isPresent() && owner.get().mayIdentify(identify.get(), source)) {
            try {
                Channel channel = endpoint.channelTo(source);
                if (!owner.get().identified(identify.get(), channel, ByteBuffer.allocate(0))) {
                    channel.close();
                }
            } catch (NativeIoException e) {
                refusals.add(Refusal.FAILED, source, e.getMessage());
            }
        }
    }

    /** Binds a channel to the flow that this message names, if it is an Identify. Returns whether it is in use now. */
    boolean identify(byte[] message, Channel channel) {
        Optional<IdentifyFlow> identify = decode(message, channel.peerAddress());
        return identify.isPresent() && identify(identify.get(), channel, ByteBuffer.allocate(0));
    }

    private Optional<IdentifyFlow> decode(byte[] message, InetSocketAddress source) {
        try {
            return MessageCodec.decode(ByteBuffer.wrap(message)) instanceof IdentifyFlow identify
                    ? Optional.of(identify)
                    : Optional.empty();
        } catch (ProtocolException e) {
            refusals.add(Refusal.MALFORMED, source, e.getMessage());
            return Optional.empty();
        }
    }

    /**
     * Binds a channel to its flow.
     *
     * @param rest what came right behind the Identify
     * @return whether the channel is in use now
     */
    boolean identify(IdentifyFlow identify, Channel channel, ByteBuffer rest) {
        return ownerOf(identify.key(), channel.peerAddress())
                .map(owner -> owner.identified(identify, channel, rest))
                .orElse(false);
    }

    private Optional<PassivePeer> ownerOf(FlowKey key, InetSocketAddress source) {
        Optional<PassivePeer> owner = registry.sessionOf(key).map(peers::get);
        if (owner.isEmpty()) {
            refusals.add(Refusal.UNKNOWN_FLOW, source, "Identify of unknown " + key);
        }
        return owner;
    }

    // ------ Status

    /** What the node is doing; completed as long as it {@linkplain #run runs}. Any thread asks. */
    public CompletableFuture<PassiveStatus> status() {
        CompletableFuture<PassiveStatus> status = new CompletableFuture<>();
        post(() -> status.complete(new PassiveStatus(
                (clock.nanos() - beganNanos) / 1_000_000_000L,
                gatekeeper.connections(),
                gatekeeper.measurements(),
                unidentified.count(),
                temporarySpace.usedBytes(),
                peers.values().stream().map(PassivePeer::status).toList(),
                refusals.counts())));
        return status;
    }

    /** Something that the poller has found ready. */
    @FunctionalInterface
    interface ReadyHandler {
        void ready();
    }
}
