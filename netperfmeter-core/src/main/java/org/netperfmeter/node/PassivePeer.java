// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.netperfmeter.control.PassiveEffects;
import org.netperfmeter.control.PassiveSession;
import org.netperfmeter.flow.DataPlane;
import org.netperfmeter.flow.Flow;
import org.netperfmeter.posix.AddressText;
import org.netperfmeter.results.OutputFile;
import org.netperfmeter.results.VectorRing;
import org.netperfmeter.traffic.FlowDefinition;
import org.netperfmeter.traffic.FlowKey;
import org.netperfmeter.transport.Channel;
import org.netperfmeter.transport.StopSignal;
import org.netperfmeter.wire.ClockLine;
import org.netperfmeter.wire.ClockReply;
import org.netperfmeter.wire.ClockRequest;
import org.netperfmeter.wire.FileFormat;
import org.netperfmeter.wire.IdentifyFlow;
import org.netperfmeter.wire.MeasurementSettings;
import org.netperfmeter.wire.Message;
import org.netperfmeter.wire.ProtocolException;

/**
 * One control connection of a passive node, with its flows and measurements. What takes time (files, starting, stopping,
 * draining, uploads) runs on a thread of this peer, one thing after the other; everything else on that of the control loop.
 */
final class PassivePeer implements PassiveEffects {
    /** Whatever the limit is: an Add Flow with a few events. */
    private static final int MIN_MESSAGE_BYTES = 512;

    private static final int MAX_MESSAGE_BYTES = 65_535;

    private final PassiveNode node;
    private final PassiveLimits limits;
    private final InetSocketAddress address;
    private final ControlConnection control;
    private final Dialogue dialogue;
    private final Gatekeeper.Client client;
    private final PassiveSession session;
    private final StopSignal gone = new StopSignal();
    private final Background background;
    private final Map<FlowKey, PassiveFlow> flows = new LinkedHashMap<>();
    private final Map<Long, PassiveMeasurement> measurements = new HashMap<>();
    private final TimeAllowance timeAllowance;
    private final long beganNanos;

    /** How the clocks differ, as the active node says; null before. */
    private volatile ClockLine clocks;

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
        dialogue = new Dialogue(node, control, new Requests());
        client = node.gatekeeper().new Client(address);
        session =
                new PassiveSession(node.registry(), node::offers, client, LocalHost.hello(0), node.credentials(), this);
        background = new Background(
                "peer-" + AddressText.of(address), failure -> node.post(() -> closed(failure.toString())));
        beganNanos = node.clock().nanos();
        timeAllowance = new TimeAllowance(beganNanos);
    }

    /** From now on it is served. */
    void begin() {
        dialogue.begin();
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

    private final class Requests implements Dialogue.Handler {
        @Override
        public void request(Message message) {
            session.message(message);
        }

        @Override
        public boolean isBusy() {
            return session.isBusy();
        }

        @Override
        public void closed(String reason) {
            PassivePeer.this.closed(reason);
        }

        @Override
        public void refuse(Refusal reason, String why) {
            PassivePeer.this.refuse(reason, why);
        }
    }

    /** Something that the session waits for has happened. Any thread calls this. */
    private void report(Runnable event) {
        node.post(() -> dialogue.proceedAfter(event));
    }

    /** Ends the connection of a peer that takes too long. While something is done for it, that has its own limits. */
    void expire(long nowNanos) {
        long measurementNanos = measurements.values().stream()
                .mapToLong(measurement -> measurement.nanos(nowNanos))
                .max()
                .orElse(0);
        if (!session.isBusy()) {
            dialogue.overdue(nowNanos, isMeasuring(), measurementNanos)
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
        dialogue.answer(message);
    }

    @Override
    public void flowAdded(FlowKey key, FlowDefinition definition) {
        flows.put(key, new PassiveFlow(key, definition));
    }

    /** Who asks more often than any active node of ours gets no answer. */
    @Override
    public void tellTime(ClockRequest request) {
        request.line().ifPresent(line -> clocks = line);
        if (timeAllowance.take(node.clock().nanos())) {
            send(new ClockReply(
                    request.measurementId(), request.number(), node.clock().micros()));
        }
    }

    /** What is to be added to the one-way delay of a message that was received here. Any thread asks. */
    private long delayCorrectionMicros(long receivedMicros) {
        ClockLine line = clocks;
        return line == null ? 0 : -Math.round(line.offsetMicrosByPassive(receivedMicros));
    }

    @Override
    public void bind(FlowKey key, FileFormat vectorFormat, Optional<MeasurementSettings> settings) {
        try {
            Optional<DataPlane.DatagramReception> shared = node.sharedSocket(identifying.protocol());
            VectorRing rows = vectorFormat == FileFormat.NONE
                    ? null
                    : Rings.create(node.registry().size(), node.config().vectorOverflow());
            Flow flow = flows.get(key)
                    .bind(
                            identifying,
                            vectorFormat,
                            node.temporarySpace(),
                            rows,
                            settings.orElseGet(() -> own(key.measurementId())),
                            this::delayCorrectionMicros);
            flow.receiver().stream(following, node.clock());
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
    public void start(
            long measurementId,
            FileFormat vector,
            FileFormat scalar,
            List<FlowKey> keys,
            Optional<MeasurementSettings> settings) {
        List<FlowRecord> records =
                keys.stream().map(key -> flows.get(key).record()).toList();
        PassiveMeasurement measurement = new PassiveMeasurement(
                measurementId,
                records,
                node.dataPlane(),
                node.clock(),
                node.listener(),
                settings.orElseGet(() -> own(measurementId)));
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

    /** What this node does where the active node says nothing. */
    private MeasurementSettings own(long measurementId) {
        return new MeasurementSettings(
                measurementId, new SecureRandom().nextLong(), node.config().intervalMicros());
    }

    @Override
    public void stop(long measurementId) {
        PassiveMeasurement measurement = measurements.get(measurementId);
        node.listener().measurementStopping(measurementId);
        background.execute(() -> {
            boolean success = false;
            try {
                node.listener().measurementEnded(measurement.stop(true, "stopped by the active node"));
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
                    background.execute(flow::close);
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
    public void uploadTransport(long measurementId) {
        upload(measurements.get(measurementId).transport());
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
            background.execute(measurement::close);
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
        dialogue.end();
        node.listener()
                .note(
                        NodeListener.Level.DEBUG,
                        "control connection from " + AddressText.of(address) + " ended: " + reason);
        List<PassiveFlow> leftovers = List.copyOf(flows.values());
        flows.clear();
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
