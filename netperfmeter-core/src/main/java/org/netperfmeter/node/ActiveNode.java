// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.netperfmeter.control.ActiveEffects;
import org.netperfmeter.control.ActiveSession;
import org.netperfmeter.control.Credentials;
import org.netperfmeter.flow.Clock;
import org.netperfmeter.flow.DataPlane;
import org.netperfmeter.flow.Flow;
import org.netperfmeter.flow.SystemClock;
import org.netperfmeter.posix.NativeIoException;
import org.netperfmeter.results.MeasurementReport;
import org.netperfmeter.traffic.FlowDefinition;
import org.netperfmeter.traffic.TransportProtocol;
import org.netperfmeter.transport.Poller;
import org.netperfmeter.transport.StopSignal;
import org.netperfmeter.wire.ClockReply;
import org.netperfmeter.wire.FileFormat;
import org.netperfmeter.wire.IdentifyFlow;
import org.netperfmeter.wire.MeasurementSettings;
import org.netperfmeter.wire.Message;
import org.netperfmeter.wire.PeerGeneration;
import org.netperfmeter.wire.ProtocolException;

/**
 * The active node: one measurement. {@link #run} is the control loop: it polls the control connection, tells the
 * {@link ActiveSession} what happens, and carries out what that wants done.
 */
public final class ActiveNode {
    /** How often the clock and the flows are looked after. */
    private static final long HOUSEKEEPING_NANOS = 1_000_000_000L;

    /** Requests wait so long for others to be sent together, if the network is slow to connect those. */
    private static final long TOGETHER_NANOS = 2_000_000L;

    private final ActiveConfig config;
    private final NodeListener listener;
    private final long measurementId = new SecureRandom().nextLong();
    private final MeasurementSettings settings;
    private final Clock clock;
    private final StopSignal interrupted = new StopSignal();
    private final Poller poller = new Poller(16);
    /** What has happened, to be told to the session by the control loop. */
    private final ConcurrentLinkedQueue<Runnable> events = new ConcurrentLinkedQueue<>();

    private final ActiveSession session;
    private final ActiveFiles files;
    private final ClockComparison clocks;
    private final DataPlane dataPlane;
    private final Ticker ticker;
    private final Beat housekeeping;
    private final DataChannels channels;
    private final ActiveMeasurement measurement;
    private final Ending ending;

    private ActiveControl control;
    /** When that was written to last. */
    private long flushedNanos;

    private boolean begun;
    private MeasurementReport report;
    private long endNanos = Long.MAX_VALUE;

    public ActiveNode(ActiveConfig config, NodeListener listener) {
        this(config, listener, new SystemClock());
    }

    /** With a clock that may differ from the system's. */
    ActiveNode(ActiveConfig config, NodeListener listener, Clock clock) {
        this.config = config;
        this.listener = listener;
        this.clock = clock;
        housekeeping = new Beat(clock.nanos(), HOUSEKEEPING_NANOS);
        clocks = new ClockComparison(measurementId, clock, config.correctClock());
        settings = config.settings(measurementId);
        ending = new Ending(listener);
        files = new ActiveFiles(
                config,
                LocalHost.resultFormat(true, settings),
                listener,
                clocks::delayCorrectionMicros,
                ending::failed);
        channels = new DataChannels(config, listener, interrupted);
        ticker = new Ticker(clock, listener, settings.intervalNanos());
        dataPlane = new DataPlane(
                true,
                config.realTime(),
                config.timeStamping(),
                clock,
                (flow, reason) -> post(() -> flowFailed(flow, reason.getMessage())));
        measurement = new ActiveMeasurement(config, settings, files, dataPlane, clock, listener, ending);
        session = new ActiveSession(
                new ActiveSession.Plan(
                        measurementId,
                        config.flows(),
                        FileFormat.of(
                                config.vectors().isWanted(), config.vectors().isCompressed()),
                        files.passiveScalars(),
                        config.peerGeneration(),
                        LocalHost.hello(measurementId),
                        config.secret().map(secret -> Credentials.of(secret, new SecureRandom())),
                        config.secretOptional(),
                        settings),
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
            listener.settled(settings);
            connectControl();
            session.begin();
            while (!session.hasEnded()) {
                step();
            }
            flushControl();
        } catch (UncheckedIOException e) {
            failed(e.getCause());
        } catch (IOException e) {
            failed(e);
        } catch (RuntimeException | Error e) {
            ending.failed("internal error: " + e);
            throw e;
        } finally {
            close();
        }
        if (ending.failure().isPresent()) {
            throw new MeasurementFailedException(ending.failure().get());
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
            if (config.runtimeSeconds() > 0) {
                ending.cutShort(reason);
            }
            end(reason);
        });
    }

    /** Ends the measurement in order. */
    private void end(String reason) {
        ending.because(reason);
        session.stop();
    }

    private void post(Runnable event) {
        events.add(event);
        poller.wake();
    }

    /** What could not be connected because the user does not want it any more is no fault of the network. */
    private void failed(IOException reason) {
        ending.failed(interrupted.isRaised() && !begun ? "stopped before the measurement began" : reason.getMessage());
    }

    // ------ The control loop

    private void connectControl() throws IOException {
        control = new ActiveControl(new ControlDialer(config, listener, measurementId, interrupted).dial(), poller);
        control.watch();
    }

    private void step() {
        long deadlineNanos = Math.min(session.deadlineNanos(), endNanos);
        if (session.isRunning()) {
            deadlineNanos = Math.min(deadlineNanos, Math.min(ticker.nextNanos(), housekeeping.nextNanos()));
        }
        flushControl();
        if (poller.await(events.isEmpty() ? deadlineNanos : clock.nanos()) > 0) {
            readControl();
        }
        // What is answered while something else takes its time is not late.
        session.timeout(clock.nanos());
        runEvents();
        long nowNanos = clock.nanos();
        if (nowNanos >= endNanos) {
            end("run time over");
        }
        if (session.isRunning()) {
            ticker.tick(() -> 1);
            if (housekeeping.take(nowNanos)) {
                keepHouse();
            }
        }
    }

    private void keepHouse() {
        if (clock.recalibrate()) {
            listener.note(NodeListener.Level.WARNING, "the system's time of day was set: delays and times jump");
            clocks.clockWasSet();
        }
        checkReception();
    }

    /** A connection that fails is noticed by its receiver only, where this node sends nothing on it. */
    private void checkReception() {
        for (Flow flow : measurement.flows()) {
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

    /** Sends what the session wanted to send since the last time. */
    private void flushControl() {
        flushedNanos = clock.nanos();
        try {
            control.flush();
        } catch (NativeIoException e) {
            events.add(() -> session.closed(e.getMessage()));
        }
    }

    private void readControl() {
        try {
            boolean open = control.receive();
            for (Message message = control.next(); message != null; message = control.next()) {
                session.message(message, clock.nanos());
                // What a message has brought about is told before the next one.
                runEvents();
            }
            if (!open) {
                session.closed("closed by the passive node" + hintAtPort());
            }
        } catch (NativeIoException | ProtocolException e) {
            session.closed(e.getMessage());
        }
    }

    /** A data port closes what sends no Identify. */
    private String hintAtPort() {
        return begun || session.peer().isPresent()
                ? ""
                : "; its log may say why, or is %d its base port?".formatted(config.basePort() + 1);
    }

    private void flowFailed(Flow flow, String reason) {
        String text = flow.definition().protocol() + " flow #"
                + Integer.toUnsignedString(flow.definition().flowId()) + " was aborted: " + reason;
        if (flow.definition().options().errorOnAbort()) {
            ending.failed(text);
            end(text);
        } else {
            listener.note(NodeListener.Level.WARNING, text);
        }
    }

    // ------ The end

    private void finishMeasurement(boolean peerIsThere) throws InterruptedException {
        Map<String, Object> facts = new ActiveFacts(
                        config, settings, session, control.dialed().transport())
                .facts(clock.steps(), dataPlane.realTimeRefused(), peerIsThere ? List.of() : files.missing());
        report = measurement.finish(peerIsThere, facts, clocks.estimate());
    }

    private Fulfilment fulfilment() {
        return new Fulfilment(config, session.peerSettings());
    }

    private void close() {
        try {
            if (measurement.isRecording()) {
                ending.failure().ifPresent(ending::because);
                if (begun) {
                    ticker.end(1);
                }
                measurement.endWindow();
                measurement.stopSending();
                if (begun) {
                    finishMeasurement(false);
                } else {
                    measurement.stopRecording();
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
        channels.close();
        if (control != null) {
            control.close();
        }
        poller.close();
        interrupted.close();
        if (report != null) {
            report = files.peerResults().map(report::with).orElse(report);
            if (!files.missing().isEmpty()) {
                report = report.with(ActiveFacts.MISSING_FILES, files.missing());
            }
            listener.measurementEnded(report);
        }
    }

    /** Carries out what the session wants. */
    private final class Effects implements ActiveEffects {
        @Override
        public void send(Message message) {
            control.queue(message);
        }

        @Override
        public void probe() {
            attempt(() -> {
                PeerGeneration found = new GenerationProber(control.dialed(), config, interrupted).probe();
                listener.note(NodeListener.Level.DEBUG, "the passive node is of generation " + found);
                post(() -> session.generationFound(found));
            });
        }

        @Override
        public void connect(FlowDefinition flow) {
            if (clock.nanos() - flushedNanos > TOGETHER_NANOS) {
                flushControl();
            }
            attempt(() -> {
                measurement.createVector(flow);
                channels.connect(flow.key(measurementId), flow, control.dialed());
                events.add(() -> session.connected(clock.nanos()));
            });
        }

        @Override
        public void identify(FlowDefinition flow, IdentifyFlow message) {
            attempt(() -> channels.identify(message));
        }

        @Override
        public void askForTime(int number, boolean last) {
            control.queue(clocks.ask(number, last));
        }

        @Override
        public void timeTold(ClockReply reply, long receivedNanos) {
            clocks.told(reply, receivedNanos);
        }

        @Override
        public void prepare() {
            attempt(() -> {
                measurement.setUp(channels);
                measurement.flows().forEach(ticker::add);
                session.peer().ifPresent(listener::peerIdentified);
                listener.measurementStarting(measurementId, config.flows());
                measurement.startRecording();
                post(() -> session.prepared(clock.nanos()));
            });
        }

        @Override
        public void running() {
            begun = true;
            files.begin(fulfilment().hasTransportVector());
            measurement.startSending();
            if (config.realTime() && dataPlane.realTimeRefused()) {
                listener.note(NodeListener.Level.WARNING, "real-time priority is not permitted: senders go without");
            }
            fulfilment().warnings().forEach(text -> listener.note(NodeListener.Level.WARNING, text));
            ticker.begin();
            housekeeping.restart(clock.nanos() + HOUSEKEEPING_NANOS);
            if (config.runtimeSeconds() > 0) {
                endNanos = Ticker.after(clock.nanos(), config.runtimeSeconds());
            }
        }

        @Override
        public void stopSenders() {
            endNanos = Long.MAX_VALUE;
            ticker.end(1);
            listener.measurementStopping(measurementId);
            measurement.endWindow();
            attempt(() -> {
                measurement.stopSending();
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
            files.openScalarDownload();
        }

        @Override
        public void openTransportDownload() {
            files.openDownload(config.transport().passiveTransport());
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
            ending.failed(reason);
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
