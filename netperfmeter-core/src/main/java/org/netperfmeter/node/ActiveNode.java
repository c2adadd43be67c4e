// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.netperfmeter.control.ActiveEffects;
import org.netperfmeter.control.ActiveSession;
import org.netperfmeter.control.Credentials;
import org.netperfmeter.flow.DataPlane;
import org.netperfmeter.flow.Flow;
import org.netperfmeter.flow.SystemClock;
import org.netperfmeter.posix.NativeIoException;
import org.netperfmeter.results.FlowVector;
import org.netperfmeter.results.MeasurementReport;
import org.netperfmeter.traffic.FlowDefinition;
import org.netperfmeter.traffic.TransportProtocol;
import org.netperfmeter.transport.Association;
import org.netperfmeter.transport.Channel;
import org.netperfmeter.transport.Poller;
import org.netperfmeter.transport.ReceiveBatch;
import org.netperfmeter.transport.Route;
import org.netperfmeter.transport.SendBatch;
import org.netperfmeter.transport.SocketOptions;
import org.netperfmeter.transport.StopSignal;
import org.netperfmeter.transport.StreamOptions;
import org.netperfmeter.transport.Transport;
import org.netperfmeter.transport.Transports;
import org.netperfmeter.wire.FileFormat;
import org.netperfmeter.wire.Hello;
import org.netperfmeter.wire.IdentifyFlow;
import org.netperfmeter.wire.Message;
import org.netperfmeter.wire.MessageCodec;
import org.netperfmeter.wire.PeerGeneration;
import org.netperfmeter.wire.ProtocolException;

/**
 * The active node: one measurement. {@link #run} is the control loop: it polls the control connection, tells the
 * {@link ActiveSession} what happens, and carries out what that wants done.
 */
public final class ActiveNode {
    private final ActiveConfig config;
    private final NodeListener listener;
    private final long measurementId = new SecureRandom().nextLong();
    private final SystemClock clock = new SystemClock();
    private final StopSignal interrupted = new StopSignal();
    private final Poller poller = new Poller(16);
    /** What has happened, to be told to the session by the control loop. */
    private final ConcurrentLinkedQueue<Runnable> events = new ConcurrentLinkedQueue<>();

    private final ActiveSession session;
    private final ActiveFiles files;
    private final DataPlane dataPlane;
    private final Ticker ticker;
    private final Map<FlowDefinition, Channel> channels = new LinkedHashMap<>();
    private final Map<FlowDefinition, Optional<FlowVector>> vectors = new LinkedHashMap<>();
    private final List<FlowRecord> records = new ArrayList<>();

    private ControlDialer.Dialed dialed;
    private ControlConnection control;
    private ReceiveBatch received;
    private Recorder recorder;
    private boolean begun;
    private MeasurementReport report;
    private long endNanos = Long.MAX_VALUE;
    private String endReason;
    /** Why the measurement did not go on as long as it was to, if it did not at the user's wish. */
    private Optional<String> cutShort = Optional.empty();

    private String failure;

    public ActiveNode(ActiveConfig config, NodeListener listener) {
        this.config = config;
        this.listener = listener;
        files = new ActiveFiles(config, listener, this::failed);
        ticker = new Ticker(clock, listener);
        SplittableRandom random = new SplittableRandom(measurementId);
        dataPlane = new DataPlane(
                true,
                config.realTime(),
                clock,
                (flow, reason) -> post(() -> flowFailed(flow, reason.getMessage())),
                random::split);
        session = new ActiveSession(
                new ActiveSession.Plan(
                        measurementId,
                        config.flows(),
                        FileFormat.of(
                                config.vectors().isWanted(), config.vectors().isCompressed()),
                        FileFormat.of(
                                config.scalars().isWanted(), config.scalars().isCompressed()),
                        config.peerGeneration(),
                        LocalHost.hello(measurementId),
                        config.secret().map(secret -> Credentials.of(secret, new SecureRandom())),
                        config.secretOptional()),
                new Effects());
    }

    /**
     * Runs the measurement to its end.
     *
     * @return what was measured; {@linkplain MeasurementReport#partial partial} if it was stopped before its run time was over
     * @throws MeasurementFailedException if it could not be set up, or did not end as it should; what was measured here
     *     has been written even then
     */
    public MeasurementReport run() throws MeasurementFailedException {
        try {
            warn();
            connectControl();
            session.begin();
            while (!session.hasEnded()) {
                step();
            }
        } catch (UncheckedIOException e) {
            failed(e.getCause());
        } catch (IOException e) {
            failed(e);
        } catch (RuntimeException | Error e) {
            failed("internal error: " + e);
            throw e;
        } finally {
            close();
        }
        if (failure != null) {
            throw new MeasurementFailedException(failure);
        }
        return report;
    }

    /** Says what is accepted, but not as the user may think. */
    private void warn() {
        boolean multipath = config.flows().stream().anyMatch(flow -> flow.protocol() == TransportProtocol.MPTCP);
        if (multipath && config.localData().size() > 1) {
            listener.note(
                    NodeListener.Level.WARNING,
                    "MPTCP flows cannot be bound to several local addresses: they use any address");
        }
    }

    /** Asks for a graceful stop; callable from any thread, at any time. */
    public void stop() {
        stop("interrupted");
    }

    /**
     * As {@link #stop()}.
     *
     * @param reason for the results, in words
     */
    public void stop(String reason) {
        interrupted.raise();
        post(() -> {
            if (config.runtimeSeconds() > 0 && endReason == null) {
                cutShort = Optional.of(reason + " before the run time was over");
            }
            end(reason);
        });
    }

    /** Ends the measurement in order. The first reason counts. */
    private void end(String reason) {
        endReason = endReason == null ? reason : endReason;
        session.stop();
    }

    private void post(Runnable event) {
        events.add(event);
        poller.wake();
    }

    /** The first reason counts; others are told at once. */
    private void failed(String reason) {
        if (failure == null) {
            failure = reason;
        } else if (!failure.equals(reason)) {
            listener.note(NodeListener.Level.ERROR, reason);
        }
    }

    /** Why the results are not all that was asked for, if so. */
    private Optional<String> partial() {
        return Optional.ofNullable(failure).or(() -> cutShort);
    }

    /** What could not be connected because the user does not want it any more is no fault of the network. */
    private void failed(IOException reason) {
        failed(interrupted.isRaised() && !begun ? "stopped before the measurement began" : reason.getMessage());
    }

    // ------ The control loop

    private static Transport transport(ControlDialer.Dialed dialed) {
        return Transports.of(dialed.transport().protocol());
    }

    private void connectControl() throws IOException {
        dialed = new ControlDialer(config, listener, measurementId, interrupted).dial();
        received = transport(dialed).newReceiveBatch();
        control = dialed.connection();
        poller.add(control, Poller.READ, control);
    }

    private void step() {
        long deadlineNanos = Math.min(session.deadlineNanos(), endNanos);
        if (session.isRunning()) {
            deadlineNanos = Math.min(deadlineNanos, ticker.nextNanos());
        }
        if (events.isEmpty() && poller.await(deadlineNanos) > 0) {
            readControl();
        }
        runEvents();
        long nowNanos = clock.nanos();
        session.timeout(nowNanos);
        if (nowNanos >= endNanos) {
            end("run time over");
        }
        if (session.isRunning() && ticker.tick(1)) {
            if (clock.recalibrate()) {
                listener.note(NodeListener.Level.WARNING, "the system's time of day was set: delays and times jump");
            }
            checkReception();
        }
    }

    /** A connection that fails is noticed by its receiver only, where this node sends nothing on it. */
    private void checkReception() {
        for (Flow flow : flows()) {
            Optional<String> reason = flow.receiver().failure();
            if (reason.isPresent() && flow.definition().options().errorOnAbort()) {
                flowFailed(flow, reason.get());
                return;
            }
        }
    }

    private void runEvents() {
        for (Runnable event = events.poll(); event != null; event = events.poll()) {
            event.run();
        }
    }

    private void readControl() {
        try {
            control.flush();
            poller.modify(control, control.isFlushed() ? Poller.READ : Poller.READ | Poller.WRITE);
            boolean open = control.receive(received);
            for (Message message = control.next(); message != null; message = control.next()) {
                session.message(message, clock.nanos());
                // What a message has brought about is told before the next one.
                runEvents();
            }
            if (!open) {
                session.closed("closed by the passive node");
            }
        } catch (NativeIoException | ProtocolException e) {
            session.closed(e.getMessage());
        }
    }

    private void flowFailed(Flow flow, String reason) {
        String text = flow.definition().protocol() + " flow #"
                + Integer.toUnsignedString(flow.definition().flowId()) + " was aborted: " + reason;
        if (flow.definition().options().errorOnAbort()) {
            failed(text);
            end(text);
        } else {
            listener.note(NodeListener.Level.WARNING, text);
        }
    }

    // ------ The end

    private List<Flow> flows() {
        return records.stream().map(FlowRecord::flow).toList();
    }

    /** Ends reception and writes what was measured here. A file that fails costs no other. */
    private void finishMeasurement(boolean peerIsThere) throws InterruptedException {
        if (peerIsThere && !dataPlane.drain(flows())) {
            listener.note(NodeListener.Level.DEBUG, "not every stream has ended: its rest is not counted");
        }
        dataPlane.stopReceiving(flows());
        Recorder finished = recorder;
        recorder = null;
        finished.stop();
        finished.failure().ifPresent(this::vectorFailed);
        try {
            finished.finishFiles(partial());
            finished.failure().ifPresent(this::vectorFailed);
        } catch (IOException e) {
            vectorFailed(e.getMessage());
        }
        report = finished.report(true, endReason, partial(), facts(peerIsThere));
        files.complete(report);
    }

    /** The recorder has told it already. */
    private void vectorFailed(String reason) {
        failure = failure == null ? "cannot write results: " + reason : failure;
    }

    private Map<String, Object> facts(boolean peerIsThere) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("software", LocalHost.software());
        facts.put("peerSoftware", session.peer().map(Hello::softwareVersion).orElse("unknown"));
        facts.put("control", dialed.transport().name());
        facts.put("clockSteps", clock.steps());
        if (config.realTime()) {
            facts.put("realTime", !dataPlane.realTimeRefused());
        }
        if (config.secret().isPresent()) {
            facts.put("authenticated", session.isAuthenticated());
        }
        facts.put("peerDrains", session.peerIsOurs());
        if (!peerIsThere && !files.missing().isEmpty()) {
            facts.put("missingFiles", files.missing());
        }
        return facts;
    }

    private void close() {
        try {
            if (recorder != null) {
                endReason = endReason == null ? failure : endReason;
                recorder.endWindow();
                dataPlane.stopSending(flows());
                if (begun) {
                    finishMeasurement(false);
                } else {
                    recorder.stop();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try {
            dataPlane.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (begun) {
            files.end();
        } else {
            files.discard();
        }
        channels.values().forEach(Channel::close);
        if (control != null) {
            control.close();
        }
        poller.close();
        interrupted.close();
        if (report != null) {
            listener.measurementEnded(report);
        }
    }

    /** Carries out what the session wants. */
    private final class Effects implements ActiveEffects {
        /** Further streams share it. */
        private Channel lastConnection;

        @Override
        public void send(Message message) {
            try {
                if (!control.send(message)) {
                    poller.modify(control, control.isFlushed() ? Poller.READ : Poller.READ | Poller.WRITE);
                }
            } catch (NativeIoException e) {
                post(() -> session.closed(e.getMessage()));
            }
        }

        @Override
        public void probe() {
            attempt(() -> {
                PeerGeneration found = new GenerationProber(
                                transport(dialed),
                                new InetSocketAddress(dialed.address(), config.basePort() + 1),
                                config.localControl(),
                                interrupted)
                        .probe();
                listener.note(NodeListener.Level.DEBUG, "the passive node is of generation " + found);
                post(() -> session.generationFound(found));
            });
        }

        @Override
        public void connect(FlowDefinition flow) {
            attempt(() -> {
                vectors.put(flow, files.createVector(flow));
                Channel channel = flow.streamId() == 0 ? connection(flow) : stream(lastConnection, flow);
                channels.put(flow, channel);
                PacketSizes.check(flow, channel);
                post(() -> session.connected(clock.nanos()));
            });
        }

        private Channel connection(FlowDefinition flow) throws NativeIoException {
            TransportProtocol protocol = flow.protocol();
            InetSocketAddress peer = new InetSocketAddress(dialed.address(), protocol.dataPort(config.basePort()));
            listener.flowConnecting(flow, peer);
            lastConnection = Transports.of(protocol)
                    .connect(
                            new Route(peer, dialed.alternatives(), config.localData()),
                            SocketOptions.of(flow.options()),
                            Long.MAX_VALUE,
                            interrupted);
            try {
                return stream(lastConnection, flow);
            } catch (NativeIoException e) {
                lastConnection.close();
                throw e;
            }
        }

        /** The flow's stream of a connection that has streams, or the connection itself. */
        private Channel stream(Channel connection, FlowDefinition flow) throws NativeIoException {
            return connection instanceof Association association
                    ? association.stream(flow.streamId(), StreamOptions.of(flow.options()))
                    : connection;
        }

        @Override
        public void identify(FlowDefinition flow, IdentifyFlow message) {
            byte[] bytes = MessageCodec.encode(message);
            SendBatch batch = new SendBatch(SendBatch.Payload.CONTROL, bytes.length, 1);
            batch.add(bytes.length);
            batch.bytes().put(0, bytes);
            attempt(() -> channels.get(flow).send(batch));
        }

        @Override
        public void prepare() {
            attempt(() -> {
                files.createMeasurementFiles();
                for (FlowDefinition flow : config.flows()) {
                    Optional<FlowVector> vector = vectors.get(flow);
                    Flow ready = new Flow(
                            flow.key(measurementId),
                            flow,
                            channels.get(flow),
                            true,
                            vector.map(file -> Rings.create(config.flows().size(), config.vectorOverflow())));
                    records.add(new FlowRecord(ready, vector));
                    ticker.add(ready);
                }
                listener.measurementStarting(measurementId, config.flows());
                flows().forEach(dataPlane::startReceiving);
                recorder = new Recorder(measurementId, records, files.vector(), clock, listener);
                post(() -> session.prepared(clock.nanos()));
            });
        }

        @Override
        public void running() {
            begun = true;
            files.begin();
            dataPlane.startSending(flows());
            if (config.realTime() && dataPlane.realTimeRefused()) {
                listener.note(NodeListener.Level.WARNING, "real-time priority is not permitted: senders go without");
            }
            ticker.begin();
            if (config.runtimeSeconds() > 0) {
                endNanos = Ticker.after(clock.nanos(), config.runtimeSeconds());
            }
        }

        @Override
        public void stopSenders() {
            endNanos = Long.MAX_VALUE;
            listener.measurementStopping(measurementId);
            recorder.endWindow();
            attempt(() -> {
                dataPlane.stopSending(flows());
                post(() -> session.sendersStopped(clock.nanos()));
            });
        }

        @Override
        public void finish() {
            attempt(() -> {
                finishMeasurement(true);
                post(() -> session.finished(clock.nanos()));
            });
        }

        @Override
        public void openVectorDownload() {
            files.openDownload(config.vectors().passive());
        }

        @Override
        public void openScalarDownload() {
            files.openDownload(config.scalars().passive());
        }

        @Override
        public void openVectorDownload(FlowDefinition flow) {
            files.openDownload(config.vectors().passive(flow.flowId(), flow.streamId()));
        }

        @Override
        public void downloaded(byte[] data) {
            files.downloaded(data);
        }

        @Override
        public void closeDownload() {
            files.closeDownload();
        }

        @Override
        public void done() {
            // The loop ends with the session.
        }

        @Override
        public void fail(String reason) {
            failed(reason);
        }

        /** What fails here ends the run: nothing can be measured without it. */
        private void attempt(Step step) {
            try {
                step.run();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new UncheckedIOException(new IOException("interrupted", e));
            }
        }
    }

    @FunctionalInterface
    private interface Step {
        void run() throws IOException, InterruptedException;
    }
}
