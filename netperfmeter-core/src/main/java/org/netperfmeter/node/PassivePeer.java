// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.netperfmeter.control.PassiveEffects;
import org.netperfmeter.control.PassiveSession;
import org.netperfmeter.flow.DataPlane;
import org.netperfmeter.flow.Flow;
import org.netperfmeter.posix.NativeIoException;
import org.netperfmeter.results.FlowVector;
import org.netperfmeter.results.OutputFile;
import org.netperfmeter.results.VectorFile;
import org.netperfmeter.traffic.FlowDefinition;
import org.netperfmeter.traffic.FlowKey;
import org.netperfmeter.transport.Association;
import org.netperfmeter.transport.Channel;
import org.netperfmeter.transport.Poller;
import org.netperfmeter.transport.SocketOptions;
import org.netperfmeter.transport.StopSignal;
import org.netperfmeter.transport.StreamOptions;
import org.netperfmeter.wire.FileFormat;
import org.netperfmeter.wire.IdentifyFlow;
import org.netperfmeter.wire.Message;
import org.netperfmeter.wire.ProtocolException;

/**
 * One control connection of a passive node, with its flows and measurements. What takes time (stopping, draining, files,
 * uploads) runs on a thread of this peer, one thing after the other; everything else on that of the control loop.
 */
final class PassivePeer implements PassiveEffects, PassiveNode.ReadyHandler {
    private static final int IDLE_SECONDS = 5;

    /** No drain takes longer, and only a drain takes long. */
    private static final int END_SECONDS = 15;

    private final PassiveNode node;
    private final ControlConnection control;
    private final PassiveSession session;
    private final StopSignal gone = new StopSignal();
    private final ThreadPoolExecutor background;
    private final Map<FlowKey, PassiveFlow> flows = new LinkedHashMap<>();
    private final Map<Long, PassiveMeasurement> measurements = new HashMap<>();

    /** What the poller waits for. */
    private int interest = Poller.READ;

    /** The channel of the Identify that is being handled, what came behind it, and whether it could be bound. */
    private Channel identifying;

    private ByteBuffer following;
    private boolean bound;

    PassivePeer(PassiveNode node, ControlConnection control) {
        this.node = node;
        this.control = control;
        background = new ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
            Thread thread = new Thread(task, "peer-" + control.channel().peerAddress());
            thread.setDaemon(true);
            return thread;
        });
        background.allowCoreThreadTimeOut(true);
        session = new PassiveSession(node.registry(), node::offers, LocalHost.hello(0), node.credentials(), this);
    }

    ControlConnection control() {
        return control;
    }

    PassiveSession session() {
        return session;
    }

    boolean isMeasuring() {
        return !measurements.isEmpty();
    }

    // ------ Events

    @Override
    public void ready() {
        try {
            if (control.flush()) {
                if (session.isBusy()) {
                    endIfLost();
                } else if (control.receive(node.received(control.channel().protocol()))) {
                    proceed();
                } else {
                    closed("closed by the active node");
                }
            }
        } catch (NativeIoException e) {
            closed(e.getMessage());
        }
        awaitPeer();
    }

    /** Where nothing was asked for, an event can only be the connection's end. */
    private void endIfLost() {
        if (interest == 0) {
            closed("lost");
        }
    }

    /** Handles the requests that are there, one after the other. */
    private void proceed() {
        try {
            Message message = session.isBusy() ? null : control.next();
            while (message != null) {
                session.message(message);
                message = session.isBusy() ? null : control.next();
            }
        } catch (ProtocolException e) {
            closed(e.getMessage());
        }
        awaitPeer();
    }

    /**
     * Waits for what may come next. Of a peer that does not take its answers, or whose request is being carried out, no
     * more is read: its requests wait in the kernel.
     */
    private void awaitPeer() {
        if (!gone.isRaised()) {
            int whenSent = session.isBusy() ? 0 : Poller.READ;
            interest = control.isFlushed() ? whenSent : Poller.WRITE;
            node.poller().modify(control, interest);
        }
    }

    /** Something that the session waits for has happened. Any thread calls this. */
    private void report(Runnable event) {
        node.post(() -> {
            event.run();
            proceed();
        });
    }

    /** The connection is at its end. */
    void closed(String reason) {
        session.closed();
        close(reason);
    }

    /** Waits for what the end of the connection has set off. */
    void awaitEnd() {
        try {
            background.awaitTermination(END_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * An Identify for a flow of this peer.
     *
     * @param rest bytes that came right behind it
     * @return whether the channel may stay
     */
    boolean identified(IdentifyFlow identify, Channel channel, ByteBuffer rest) {
        identifying = channel;
        following = rest;
        bound = false;
        if (session.identified(identify, channel.protocol())) {
            session.bound(identify.key(), bound);
        }
        return bound;
    }

    // ------ Effects

    @Override
    public void send(Message message) {
        try {
            if (!control.send(message)) {
                awaitPeer();
            }
        } catch (NativeIoException e) {
            node.post(() -> closed(e.getMessage()));
        }
    }

    @Override
    public void flowAdded(FlowKey key, FlowDefinition definition) {
        flows.put(key, new PassiveFlow(definition));
    }

    @Override
    public void bind(FlowKey key, FileFormat vectorFormat) {
        PassiveFlow flow = flows.get(key);
        FlowDefinition definition = flow.definition();
        try {
            Optional<DataPlane.DatagramReception> shared = node.sharedSocket(identifying.protocol());
            identifying.configure(SocketOptions.of(definition.options()));
            PacketSizes.check(definition, identifying);
            OutputFile file = PassiveMeasurement.create(vectorFormat);
            Channel channel = channel(key, definition, file);
            Optional<FlowVector> vector = Optional.ofNullable(file).map(VectorFile::ofFlow);
            Flow ready = new Flow(
                    key,
                    definition,
                    channel,
                    false,
                    vector.map(rows -> Rings.create(flows.size(), node.config().vectorOverflow())));
            flow.bind(new FlowRecord(ready, vector), file);
            ready.receiver().stream(
                    following,
                    following.position(),
                    following.remaining(),
                    node.clock().micros());
            if (shared.isPresent()) {
                node.dataPlane().startReceiving(ready, shared.get());
            } else {
                node.dataPlane().startReceiving(ready);
            }
            node.ticker().add(ready);
            bound = true;
        } catch (IOException | ProtocolException e) {
            warn("cannot set up " + key + ": " + e.getMessage());
        }
    }

    /** The channel of the flow that is being identified. Closes the file if there is none. */
    private Channel channel(FlowKey key, FlowDefinition definition, OutputFile file) throws IOException {
        if (!(identifying instanceof Association association)) {
            return identifying;
        }
        try {
            return association.stream(key.streamId(), StreamOptions.of(definition.options()));
        } catch (NativeIoException e) {
            if (file != null) {
                file.close();
            }
            throw e;
        }
    }

    @Override
    public void start(long measurementId, FileFormat vector, FileFormat scalar, List<FlowKey> keys) {
        List<FlowRecord> records =
                keys.stream().map(key -> flows.get(key).record()).toList();
        node.listener()
                .measurementStarting(
                        measurementId,
                        records.stream()
                                .map(record -> record.flow().definition())
                                .toList());
        boolean success = false;
        try {
            measurements.put(
                    measurementId,
                    new PassiveMeasurement(
                            measurementId, vector, scalar, records, node.dataPlane(), node.clock(), node.listener()));
            success = true;
        } catch (IOException | UncheckedIOException e) {
            warn("cannot start measurement $" + Long.toHexString(measurementId) + ": " + e.getMessage());
        }
        boolean started = success;
        report(() -> session.started(measurementId, started));
    }

    @Override
    public void stop(long measurementId) {
        PassiveMeasurement measurement = measurements.get(measurementId);
        node.listener().measurementStopping(measurementId);
        inBackground(() -> {
            boolean success = false;
            try {
                node.listener()
                        .measurementEnded(measurement.stop(
                                true, "stopped by the active node", Map.of("software", LocalHost.software())));
                success = true;
            } catch (IOException e) {
                warn("measurement $" + Long.toHexString(measurementId) + ": " + e.getMessage());
            }
            boolean stopped = success;
            report(() -> session.stopped(measurementId, stopped));
        });
    }

    @Override
    public void remove(FlowKey key) {
        PassiveFlow flow = flows.get(key);
        inBackground(() -> {
            boolean success = end(flow);
            report(() -> {
                if (flow.record() != null) {
                    node.ticker().remove(flow.record().flow());
                }
                session.removed(key, success);
                if (flows.remove(key, flow)) {
                    flow.close();
                }
            });
        });
    }

    /** Ends a flow with its channel. Returns whether its vector is complete. */
    private boolean end(PassiveFlow flow) throws InterruptedException {
        FlowRecord record = flow.record();
        if (record == null) {
            return true;
        }
        List<Flow> single = List.of(record.flow());
        node.dataPlane().stopSending(single);
        node.dataPlane().stopReceiving(single);
        record.flow().channel().close();
        try {
            record.finishVector();
            return true;
        } catch (IOException e) {
            warn(record.flow().key() + ": " + e.getMessage());
            return false;
        }
    }

    @Override
    public void uploadVector(long measurementId) {
        upload(measurements.get(measurementId).vector());
    }

    @Override
    public void uploadScalars(long measurementId) {
        upload(measurements.get(measurementId).scalars());
    }

    @Override
    public void uploadVector(FlowKey key) {
        upload(flows.remove(key).vector());
    }

    private void upload(OutputFile file) {
        inBackground(() -> {
            try (file;
                    ReadableByteChannel content = file.read()) {
                control.upload(content, gone);
                report(session::uploaded);
            } catch (IOException e) {
                node.post(() -> closed(e.getMessage()));
            }
        });
    }

    @Override
    public void forget(long measurementId) {
        PassiveMeasurement measurement = measurements.remove(measurementId);
        if (measurement != null) {
            inBackground(() -> {
                try {
                    measurement.close();
                } catch (IOException e) {
                    warn("measurement $" + Long.toHexString(measurementId) + ": " + e.getMessage());
                }
            });
        }
    }

    @Override
    public void warn(String text) {
        node.listener().note(NodeListener.Level.WARNING, control.channel().peerAddress() + ": " + text);
    }

    @Override
    public void close(String reason) {
        if (gone.isRaised()) {
            return;
        }
        gone.raise();
        node.listener()
                .note(
                        NodeListener.Level.DEBUG,
                        "control connection from " + control.channel().peerAddress() + " ended: " + reason);
        node.poller().remove(control);
        List<PassiveFlow> leftovers = List.copyOf(flows.values());
        inBackground(() -> {
            leftovers.forEach(PassiveFlow::close);
            control.close();
            gone.close();
            node.post(() -> node.forget(this));
        });
        background.shutdown();
    }

    private void inBackground(Task task) {
        background.execute(() -> {
            try {
                task.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException | OutOfMemoryError e) {
                // Whatever the peer waits for will not come; others are not concerned.
                node.post(() -> closed(e.toString()));
            }
        });
    }

    @FunctionalInterface
    private interface Task {
        void run() throws InterruptedException;
    }
}
