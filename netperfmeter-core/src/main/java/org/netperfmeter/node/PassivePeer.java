// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.netperfmeter.control.PassiveEffects;
import org.netperfmeter.control.PassiveSession;
import org.netperfmeter.flow.DataPlane;
import org.netperfmeter.flow.Flow;
import org.netperfmeter.posix.NativeIoException;
import org.netperfmeter.results.OutputFile;
import org.netperfmeter.results.VectorRing;
import org.netperfmeter.traffic.FlowDefinition;
import org.netperfmeter.traffic.FlowKey;
import org.netperfmeter.transport.Channel;
import org.netperfmeter.transport.Poller;
import org.netperfmeter.transport.StopSignal;
import org.netperfmeter.wire.FileFormat;
import org.netperfmeter.wire.IdentifyFlow;
import org.netperfmeter.wire.Message;
import org.netperfmeter.wire.ProtocolException;

/**
 * One control connection of a passive node, with its flows and measurements. What takes time (files, starting, stopping,
 * draining, uploads) runs on a thread of this peer, one thing after the other; everything else on that of the control loop.
 */
final class PassivePeer implements PassiveEffects, PassiveNode.ReadyHandler {
    /** Whatever the limit is: an Add Flow with a few events. */
    private static final int MIN_MESSAGE_BYTES = 512;

    private static final int MAX_MESSAGE_BYTES = 65_535;

    private final PassiveNode node;
    private final PassiveLimits limits;
    private final InetSocketAddress address;
    private final ControlConnection control;
    private final Gatekeeper.Client client;
    private final PassiveSession session;
    private final StopSignal gone = new StopSignal();
    private final Background background;
    private final Map<FlowKey, PassiveFlow> flows = new LinkedHashMap<>();
    private final Map<Long, PassiveMeasurement> measurements = new HashMap<>();
    private final Progress progress;
    private final long beganNanos;

    /** What the poller waits for. */
    private int interest = Poller.READ;

    /** The channel of the Identify that is being handled, what came behind it, and whether it could be bound. */
    private Channel identifying;

    private ByteBuffer following;
    private boolean bound;

    PassivePeer(PassiveNode node, Channel channel) {
        this.node = node;
        limits = node.config().limits();
        address = channel.peerAddress();
        control = new ControlConnection(channel, (int)
                Math.max(MIN_MESSAGE_BYTES, Math.min(MAX_MESSAGE_BYTES, limits.of(Limit.MESSAGE_BYTES))));
        client = node.gatekeeper().new Client(address);
        session =
                new PassiveSession(node.registry(), node::offers, client, LocalHost.hello(0), node.credentials(), this);
        background = new Background("peer-" + address, failure -> node.post(() -> closed(failure.toString())));
        beganNanos = node.clock().nanos();
        progress = new Progress(limits, beganNanos);
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

    PassiveStatus.Client status() {
        long nowNanos = node.clock().nanos();
        return new PassiveStatus.Client(
                address,
                control.channel().protocol(),
                (nowNanos - beganNanos) / 1_000_000_000L,
                flows.size(),
                measurements.values().stream()
                        .map(running -> new PassiveStatus.Running(
                                running.measurementId(), running.nanos(nowNanos) / 1_000_000_000L))
                        .toList());
    }

    // ------ Events

    @Override
    public void ready() {
        try {
            if (control.flush()) {
                if (session.isBusy()) {
                    endIfLost();
                } else {
                    receive();
                }
            }
        } catch (NativeIoException e) {
            closed(e.getMessage());
        }
        awaitPeer();
    }

    /** What it has said before comes first, so that there is never more of it than one read brings. */
    private void receive() throws NativeIoException {
        proceed();
        if (gone.isRaised() || session.isBusy() || !control.isFlushed()) {
            return;
        }
        if (control.receive(node.received(control.channel().protocol()))) {
            proceed();
        } else {
            closed("closed by the active node");
        }
    }

    /** Where nothing was asked for, an event can only be the connection's end. */
    private void endIfLost() {
        if (interest == 0) {
            closed("lost");
        }
    }

    /** Handles the requests that are there, one after the other, as long as their answers are taken. */
    private void proceed() {
        try {
            Message message = next();
            while (message != null) {
                progress.made(node.clock().nanos());
                session.message(message);
                message = next();
            }
            if (!session.isBusy() && control.isFlushed() && control.isIncomplete()) {
                progress.missing(node.clock().nanos());
            }
        } catch (ProtocolException e) {
            refuse(Refusal.MALFORMED, e.getMessage());
        }
        awaitPeer();
    }

    private Message next() throws ProtocolException {
        return gone.isRaised() || session.isBusy() || !control.isFlushed() ? null : control.next();
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
            progress.made(node.clock().nanos());
            event.run();
            proceed();
        });
    }

    /** Ends the connection of a peer that takes too long. While something is done for it, that has its own limits. */
    void expire(long nowNanos) {
        long measurementNanos = measurements.values().stream()
                .mapToLong(measurement -> measurement.nanos(nowNanos))
                .max()
                .orElse(0);
        if (!session.isBusy()) {
            progress.overdue(nowNanos, isMeasuring() && control.isFlushed(), measurementNanos)
                    .ifPresent(overdue -> refuse(overdue.reason(), overdue.text()));
        }
    }

    /** Ends the connection for something that the operator may want to know. */
    private void refuse(Refusal reason, String why) {
        if (!gone.isRaised()) {
            node.refusals().add(reason, address, why);
            closed(why);
        }
    }

    /** The connection is at its end. */
    void closed(String reason) {
        session.closed();
        leave(reason);
    }

    /** Waits for what the end of the connection has set off. */
    void awaitEnd() {
        background.awaitEnd();
    }

    /** Whether a UDP flow may come from this address; if not, the peer is told. */
    boolean mayIdentify(IdentifyFlow identify, InetSocketAddress source) {
        boolean may = node.gatekeeper().mayIdentify(source, address);
        if (!may) {
            session.identifyRefused(identify);
        }
        return may;
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
            if (control.queuedBytes() > limits.of(Limit.QUEUED_BYTES)) {
                node.post(() -> refuse(
                        Refusal.TOO_LARGE,
                        "more than " + Limit.QUEUED_BYTES.option() + " bytes of answers are not taken"));
            }
        } catch (NativeIoException e) {
            node.post(() -> closed(e.getMessage()));
        }
    }

    @Override
    public void flowAdded(FlowKey key, FlowDefinition definition) {
        flows.put(key, new PassiveFlow(key, definition));
    }

    @Override
    public void bind(FlowKey key, FileFormat vectorFormat) {
        try {
            Optional<DataPlane.DatagramReception> shared = node.sharedSocket(identifying.protocol());
            VectorRing rows = vectorFormat == FileFormat.NONE
                    ? null
                    : Rings.create(node.registry().size(), node.config().vectorOverflow());
            Flow flow = flows.get(key).bind(identifying, vectorFormat, node.temporarySpace(), rows);
            flow.receiver().stream(
                    following,
                    following.position(),
                    following.remaining(),
                    node.clock().micros());
            if (shared.isPresent()) {
                node.dataPlane().startReceiving(flow, shared.get());
            } else {
                node.dataPlane().startReceiving(flow);
            }
            node.ticker().add(flow);
            bound = true;
        } catch (IOException | ProtocolException | OutOfMemoryError e) {
            failed("cannot set up " + key, e);
        }
    }

    @Override
    public void start(long measurementId, FileFormat vector, FileFormat scalar, List<FlowKey> keys) {
        List<FlowRecord> records =
                keys.stream().map(key -> flows.get(key).record()).toList();
        PassiveMeasurement measurement =
                new PassiveMeasurement(measurementId, records, node.dataPlane(), node.clock(), node.listener());
        measurements.put(measurementId, measurement);
        background.execute(() -> {
            node.listener()
                    .measurementStarting(
                            measurementId,
                            records.stream()
                                    .map(record -> record.flow().definition())
                                    .toList());
            boolean success = false;
            try {
                measurement.start(vector, scalar, node.temporarySpace());
                success = true;
            } catch (IOException | UncheckedIOException | OutOfMemoryError e) {
                failed("cannot start measurement $" + Long.toHexString(measurementId), e);
            }
            boolean started = success;
            report(() -> session.started(measurementId, started));
        });
    }

    @Override
    public void stop(long measurementId) {
        PassiveMeasurement measurement = measurements.get(measurementId);
        node.listener().measurementStopping(measurementId);
        background.execute(() -> {
            boolean success = false;
            try {
                node.listener()
                        .measurementEnded(measurement.stop(
                                true, "stopped by the active node", Map.of("software", LocalHost.software())));
                success = true;
            } catch (IOException e) {
                failed("measurement $" + Long.toHexString(measurementId), e);
            }
            boolean stopped = success;
            report(() -> session.stopped(measurementId, stopped));
        });
    }

    @Override
    public void remove(FlowKey key) {
        PassiveFlow flow = flows.get(key);
        background.execute(() -> {
            boolean success = end(flow);
            report(() -> {
                if (flow.record() != null) {
                    node.ticker().remove(flow.record().flow());
                }
                client.giveFlow(key);
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
            record.finishVector(Optional.empty());
            return true;
        } catch (IOException e) {
            failed(record.flow().key().toString(), e);
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
        background.execute(() -> {
            try (file;
                    ReadableByteChannel content = file.read()) {
                control.upload(content, limits.nanos(Limit.PROGRESS_SECONDS), gone);
                report(session::uploaded);
            } catch (IOException e) {
                node.post(() -> closed(e.getMessage()));
            }
        });
    }

    @Override
    public void forget(long measurementId) {
        PassiveMeasurement measurement = measurements.remove(measurementId);
        client.giveMeasurement(measurementId);
        if (measurement != null) {
            background.execute(() -> {
                try {
                    measurement.close();
                } catch (IOException e) {
                    // Nobody will read its files.
                }
            });
        }
    }

    @Override
    public void warn(String text) {
        node.refusals().add(Refusal.INVALID, address, text);
    }

    /** Something could not be done. Any thread calls this. */
    private void failed(String what, Throwable why) {
        node.refusals().add(Refusal.FAILED, address, what + ": " + why.getMessage());
    }

    @Override
    public void refuseStranger(String why) {
        node.refusals().add(Refusal.UNAUTHENTICATED, address, why);
    }

    @Override
    public void close(String reason) {
        node.refusals().add(Refusal.MALFORMED, address, reason);
        leave(reason);
    }

    @Override
    public void closeStranger(String why) {
        refuseStranger(why);
        leave(why);
    }

    private void leave(String reason) {
        if (gone.isRaised()) {
            return;
        }
        gone.raise();
        node.listener().note(NodeListener.Level.DEBUG, "control connection from " + address + " ended: " + reason);
        node.poller().remove(control);
        List<PassiveFlow> leftovers = List.copyOf(flows.values());
        background.execute(() -> {
            leftovers.forEach(PassiveFlow::close);
            control.close();
            gone.close();
            node.post(() -> {
                client.giveAll();
                node.gatekeeper().leave(address);
                node.forget(this);
            });
        });
        background.finish();
    }
}
