// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.flow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.netperfmeter.results.VectorRing;
import org.netperfmeter.traffic.TransportProtocol;
import org.netperfmeter.transport.Association;
import org.netperfmeter.transport.Channel;
import org.netperfmeter.transport.DatagramEndpoint;
import org.netperfmeter.transport.TimeStamping;

/**
 * All threads that move data at a node: receive loops and pacing loops, at most one of each kind per CPU, and a thread for
 * each saturated flow. Methods may be called by any thread, for one flow by one thread at a time.
 */
public final class DataPlane {
    private static final int CPUS = Runtime.getRuntime().availableProcessors();

    /**
     * How long before the first frames are due their senders are set up, so that threads that are just starting do not make
     * them late.
     */
    private static final long START_NANOS = 10_000_000;

    private static final long START_NANOS_PER_FLOW = 5_000;

    /** A socket is taken as drained when nothing came for so long after the peer stopped. */
    private static final long QUIET_NANOS = 100_000_000;

    /** Without anything for so long nothing more is expected. */
    private static final long PATIENCE_NANOS = 2_000_000_000;

    /** Full buffers on both sides of a slow path take their time; a peer that never ends must not. */
    private static final long MAX_STREAM_DRAIN_NANOS = 10_000_000_000L;

    private final boolean active;
    private final boolean realTime;
    private final TimeStamping timeStamping;
    private final Clock clock;
    private final SenderEvents events;

    private final List<ReceiveLoop> receiveLoops = new ArrayList<>();
    private final List<PacingLoop> pacingLoops = new ArrayList<>();
    /** Loops of associations whose saturated streams would disturb everybody else. */
    private final Set<PacingLoop> ownLoops = new HashSet<>();

    private final Map<Flow, Reception> receptions = new HashMap<>();
    private final Map<Association, AssociationReception> associations = new HashMap<>();
    private final Map<Flow, SaturatedSender> saturated = new HashMap<>();
    private final Map<Flow, PacingLoop> paced = new HashMap<>();
    private int nextReceiveLoop;
    private int nextPacingLoop;

    /**
     * @param active whether this is the active node
     * @param realTime whether pacing threads ask for real-time priority
     * @param timeStamping whose time stamps say when messages were received
     */
    public DataPlane(boolean active, boolean realTime, TimeStamping timeStamping, Clock clock, SenderEvents events) {
        this.active = active;
        this.realTime = realTime;
        this.timeStamping = timeStamping;
        this.clock = clock;
        this.events = events;
    }

    /** Receives for a flow with a channel of its own, or for one more stream of an association. */
    public synchronized void startReceiving(Flow flow) {
        if (flow.channel().connection() instanceof Association association) {
            startReceiving(flow, association);
        } else {
            ReceiveLoop loop = nextReceiveLoop();
            if (timeStamping == TimeStamping.KERNEL) {
                flow.channel().stampReceptions();
            }
            loop.add(flow.channel(), flow.definition().protocol(), flow.receiver());
            receptions.put(flow, new Reception(loop, () -> loop.release(flow.channel(), flow.receiver())));
        }
    }

    private void startReceiving(Flow flow, Association association) {
        AssociationReception shared = associations.get(association);
        if (shared == null) {
            shared = receive(association, new StreamDemultiplexer.Events() {});
        }
        AssociationReception reception = shared;
        reception.demultiplexer.add(flow.key().streamId(), flow.receiver());
        receptions.put(flow, new Reception(reception.loop, () -> {
            reception.demultiplexer.remove(flow.receiver());
            return reception.demultiplexer.isEmpty() ? release(association) : reception.loop.synchronize();
        }));
    }

    /** Receives on an association of which no flow is known yet. */
    public synchronized void startReceiving(Association association, StreamDemultiplexer.Events events) {
        receive(association, events);
    }

    private AssociationReception receive(Association association, StreamDemultiplexer.Events events) {
        AssociationReception reception =
                new AssociationReception(new StreamDemultiplexer(association, events), nextReceiveLoop());
        if (timeStamping == TimeStamping.KERNEL) {
            association.stampReceptions();
        }
        reception.loop.add(association, association.protocol(), reception.demultiplexer);
        associations.put(association, reception);
        return reception;
    }

    /** Ends reception on an association that has no flows. */
    public void stopReceiving(Association association) {
        CompletableFuture<Void> released;
        synchronized (this) {
            released = release(association);
        }
        released.join();
    }

    private CompletableFuture<Void> release(Association association) {
        AssociationReception reception = associations.remove(association);
        return reception == null
                ? CompletableFuture.completedFuture(null)
                : reception.loop.release(association, reception.demultiplexer);
    }

    /** Receives on a socket that serves many flows; they are made known by the other {@code startReceiving}. */
    public synchronized DatagramReception startReceiving(
            DatagramEndpoint endpoint, TransportProtocol protocol, DatagramDemultiplexer.UnknownSource unknown) {
        ReceiveLoop loop = nextReceiveLoop();
        DatagramDemultiplexer demultiplexer = new DatagramDemultiplexer(endpoint, unknown);
        if (timeStamping == TimeStamping.KERNEL) {
            endpoint.stampReceptions();
        }
        loop.add(endpoint, protocol, demultiplexer);
        return new DatagramReception(endpoint, demultiplexer, loop);
    }

    /** Receives for a flow of a shared socket. */
    public synchronized void startReceiving(Flow flow, DatagramReception shared) {
        shared.demultiplexer.add(flow.channel(), flow.receiver());
        receptions.put(flow, new Reception(shared.loop, () -> {
            shared.demultiplexer.remove(flow.receiver());
            return shared.loop.synchronize();
        }));
    }

    /**
     * Starts to send those of the flows that have anything to send. Their schedules begin together, in a moment.
     *
     * @param seed decides, with the flow and the direction, what is drawn
     */
    public synchronized void startSending(List<Flow> flows, long seed) {
        Map<Flow, PacingLoop> loops = chooseLoops(flows);
        long startNanos = clock.nanos() + START_NANOS + flows.size() * START_NANOS_PER_FLOW;
        for (Flow flow : flows) {
            PacingLoop loop = loops.get(flow);
            if (loop != null) {
                paced.put(flow, loop);
                loop.add(newSender(flow, seed), startNanos);
            } else if (flow.definition().outbound().isSaturated()) {
                saturated.put(flow, new SaturatedSender(newSender(flow, seed), clock, startNanos, events));
            }
        }
    }

    /**
     * The loop of each flow that is not to have a thread of its own. Flows of one connection share a loop, so that they take
     * turns.
     */
    private Map<Flow, PacingLoop> chooseLoops(List<Flow> flows) {
        Map<Channel, List<Flow>> byConnection = flows.stream()
                .filter(flow -> !flow.definition().outbound().isSilent())
                .collect(Collectors.groupingBy(
                        flow -> flow.channel().connection(), LinkedHashMap::new, Collectors.toList()));
        Map<Flow, PacingLoop> loops = new HashMap<>();
        for (List<Flow> sharing : byConnection.values()) {
            boolean allPaced = sharing.stream()
                    .allMatch(flow -> flow.definition().outbound().isPaced());
            if (allPaced || sharing.size() > 1) {
                PacingLoop loop = allPaced ? nextPacingLoop() : newOwnLoop();
                sharing.forEach(flow -> loops.put(flow, loop));
            }
        }
        return loops;
    }

    private PacingLoop newOwnLoop() {
        PacingLoop loop = new PacingLoop("association-" + ownLoops.size(), clock, active, realTime, events);
        ownLoops.add(loop);
        return loop;
    }

    /** Whether real-time priority was asked for, but is not permitted. */
    public synchronized boolean realTimeRefused() {
        return Stream.concat(pacingLoops.stream(), ownLoops.stream()).anyMatch(PacingLoop::realTimeRefused);
    }

    private FlowSender newSender(Flow flow, long seed) {
        return new FlowSender(flow, clock, flow.random(seed));
    }

    /** Ends the senders of these flows, each after the frame that it has begun, and the streams towards the peer. */
    public void stopSending(List<Flow> flows) throws InterruptedException {
        List<SaturatedSender> stopping = new ArrayList<>();
        CountDownLatch ended;
        synchronized (this) {
            List<Flow> waiting = flows.stream().filter(paced::containsKey).toList();
            ended = new CountDownLatch(waiting.size());
            waiting.forEach(flow -> paced.remove(flow).end(flow, ended));
            for (Flow flow : flows) {
                SaturatedSender sender = saturated.remove(flow);
                if (sender != null) {
                    sender.stop();
                    stopping.add(sender);
                }
            }
        }
        for (SaturatedSender sender : stopping) {
            sender.join();
        }
        ended.await();
        closeUnusedLoops();
        for (Flow flow : flows) {
            flow.endSending();
        }
    }

    private void closeUnusedLoops() throws InterruptedException {
        List<PacingLoop> unused;
        synchronized (this) {
            unused =
                    ownLoops.stream().filter(loop -> !paced.containsValue(loop)).toList();
            unused.forEach(ownLoops::remove);
        }
        for (PacingLoop loop : unused) {
            loop.close();
        }
    }

    /**
     * Receives what is still on its way, after the peers have stopped: streams up to their end, if anything comes at least
     * every 2 s, for 10 s at most; datagrams until none came for 100 ms, for 2 s at most.
     *
     * @return whether all of it came in time
     */
    public boolean drain(List<Flow> flows) throws InterruptedException {
        long beganNanos = clock.nanos();
        boolean complete = true;
        for (Flow flow : flows) {
            complete &= flow.definition().protocol().isDatagram()
                    ? awaitQuiet(flow, beganNanos)
                    : awaitEnd(flow.receiver(), flows, beganNanos);
        }
        return complete;
    }

    private boolean awaitQuiet(Flow flow, long beganNanos) throws InterruptedException {
        FlowReceiver receiver = flow.receiver();
        long deadlineNanos = beganNanos + PATIENCE_NANOS;
        long last;
        do {
            last = Math.max(beganNanos, receiver.lastReceptionNanos());
            if (receiver.awaitEnd(last + QUIET_NANOS - clock.nanos())) {
                return true;
            }
            awaitLook(flow);
            if (receiver.lastReceptionNanos() <= last) {
                return true;
            }
        } while (clock.nanos() < deadlineNanos);
        return false;
    }

    /** A loop that got no processor has not seen what is waiting for it. */
    private void awaitLook(Flow flow) {
        CompletableFuture<Void> looked;
        synchronized (this) {
            Reception reception = receptions.get(flow);
            looked = reception == null ? CompletableFuture.completedFuture(null) : reception.loop.synchronize();
        }
        looked.join();
    }

    /** Flows that share a path come one after the other: what comes for any of them is progress. */
    private boolean awaitEnd(FlowReceiver receiver, List<Flow> flows, long beganNanos) throws InterruptedException {
        if (receiver.hasEnded()) {
            return true;
        }
        long deadlineNanos = beganNanos + MAX_STREAM_DRAIN_NANOS;
        long last;
        do {
            last = lastReceptionNanos(flows, beganNanos);
            if (receiver.awaitEnd(Math.min(last + PATIENCE_NANOS, deadlineNanos) - clock.nanos())) {
                return true;
            }
        } while (clock.nanos() < deadlineNanos && lastReceptionNanos(flows, beganNanos) != last);
        return false;
    }

    private static long lastReceptionNanos(List<Flow> flows, long beganNanos) {
        long last = beganNanos;
        for (Flow flow : flows) {
            last = Math.max(last, flow.receiver().lastReceptionNanos());
        }
        return last;
    }

    /** Ends reception; afterwards the counters of these flows do not change any more. */
    public void stopReceiving(List<Flow> flows) throws InterruptedException {
        List<CompletableFuture<Void>> released = new ArrayList<>();
        synchronized (this) {
            for (Flow flow : flows) {
                Reception reception = receptions.remove(flow);
                if (reception != null) {
                    released.add(reception.release.get());
                }
            }
        }
        released.forEach(CompletableFuture::join);
        flows.forEach(flow -> flow.vector().ifPresent(VectorRing::stop));
        flows.forEach(flow -> flow.statistics().finishReception());
    }

    private ReceiveLoop nextReceiveLoop() {
        if (receiveLoops.size() < CPUS) {
            receiveLoops.add(new ReceiveLoop("receive-" + receiveLoops.size(), clock));
            return receiveLoops.get(receiveLoops.size() - 1);
        }
        return receiveLoops.get(nextReceiveLoop++ % CPUS);
    }

    private PacingLoop nextPacingLoop() {
        if (pacingLoops.size() < CPUS) {
            pacingLoops.add(new PacingLoop("pacing-" + pacingLoops.size(), clock, active, realTime, events));
            return pacingLoops.get(pacingLoops.size() - 1);
        }
        return pacingLoops.get(nextPacingLoop++ % CPUS);
    }

    /** Ends all threads; the flows must have been stopped before. */
    public void close() throws InterruptedException {
        for (SaturatedSender sender : saturated.values()) {
            sender.stop();
            sender.join();
        }
        for (PacingLoop loop : pacingLoops) {
            loop.close();
        }
        for (PacingLoop loop : ownLoops) {
            loop.close();
        }
        for (ReceiveLoop loop : receiveLoops) {
            loop.close();
        }
    }

    /** Who receives for a flow, and how that is ended. */
    private record Reception(ReceiveLoop loop, Supplier<CompletableFuture<Void>> release) {}

    /** An association that is received on. */
    private record AssociationReception(StreamDemultiplexer demultiplexer, ReceiveLoop loop) {}

    /** A shared socket that is received on. */
    public static final class DatagramReception {
        private final DatagramEndpoint endpoint;
        private final DatagramDemultiplexer demultiplexer;
        private final ReceiveLoop loop;

        private DatagramReception(DatagramEndpoint endpoint, DatagramDemultiplexer demultiplexer, ReceiveLoop loop) {
            this.endpoint = endpoint;
            this.demultiplexer = demultiplexer;
            this.loop = loop;
        }

        public DatagramEndpoint endpoint() {
            return endpoint;
        }

        /** Ends reception on the socket. */
        public void stop() {
            loop.release(endpoint, demultiplexer).join();
        }
    }
}
