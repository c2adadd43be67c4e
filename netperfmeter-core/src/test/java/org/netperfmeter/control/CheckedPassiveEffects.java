// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.control;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.netperfmeter.traffic.FlowDefinition;
import org.netperfmeter.traffic.FlowKey;
import org.netperfmeter.wire.Acknowledge;
import org.netperfmeter.wire.ClockRequest;
import org.netperfmeter.wire.FileFormat;
import org.netperfmeter.wire.Hello;
import org.netperfmeter.wire.MeasurementSettings;
import org.netperfmeter.wire.Message;

/**
 * A node that does what its session wants when it is told to, and fails with an {@link AssertionError} where a real one
 * could not do it: what does not exist, what is busy, what is over.
 */
final class CheckedPassiveEffects implements PassiveEffects {
    private final PassiveSession session;
    /** What is to be reported, each with success or failure. */
    private final Deque<Consumer<Boolean>> inProgress = new ArrayDeque<>();

    private final Set<FlowKey> flows = new HashSet<>();
    private final Set<FlowKey> bound = new HashSet<>();
    private final Map<FlowKey, FileFormat> vectors = new HashMap<>();
    private final Map<Long, FileFormat> measurements = new HashMap<>();
    private final Set<Long> transports = new HashSet<>();
    /** Everything but binding is done one thing after the other. */
    private boolean busy;

    private boolean closed;

    CheckedPassiveEffects(FlowRegistry registry) {
        session = new PassiveSession(
                registry,
                PassiveScript.OFFERED::contains,
                new ScriptedAdmission(),
                ControlFlows.PASSIVE_HELLO,
                Optional.empty(),
                this);
    }

    PassiveSession session() {
        return session;
    }

    void carryOutNext(boolean success) {
        if (!inProgress.isEmpty()) {
            inProgress.remove().accept(success);
        }
    }

    void carryOutAll() {
        while (!inProgress.isEmpty()) {
            carryOutNext(true);
        }
    }

    private static void check(boolean expected, String what) {
        if (!expected) {
            throw new AssertionError(what);
        }
    }

    /** Begins something during which nothing else may be begun, unless the session is over. */
    private void begin(Consumer<Boolean> report) {
        check(!busy || session.hasEnded(), "two things at once");
        busy = true;
        inProgress.add(success -> {
            busy = false;
            report.accept(success);
        });
    }

    @Override
    public void send(Message message) {
        check(!session.hasEnded(), "an answer after the end");
        check(message instanceof Acknowledge || message instanceof Hello, "no answer: " + message);
    }

    @Override
    public void flowAdded(FlowKey key, FlowDefinition flow) {
        check(!bound.contains(key), "bound already: " + key);
        flows.add(key);
    }

    @Override
    public void bind(FlowKey key, FileFormat vector, Optional<MeasurementSettings> settings) {
        check(flows.contains(key), "unknown: " + key);
        inProgress.add(success -> {
            if (success && flows.contains(key)) {
                bound.add(key);
                vectors.put(key, vector);
            }
            session.bound(key, success);
        });
    }

    @Override
    public void tellTime(ClockRequest request) {
        check(!session.hasEnded(), "time after the end");
    }

    @Override
    public void start(
            long measurementId,
            FileFormat vector,
            FileFormat scalar,
            List<FlowKey> keys,
            Optional<MeasurementSettings> settings) {
        check(bound.containsAll(keys), "not bound, but to be started");
        check(!measurements.containsKey(measurementId), "runs already");
        begin(success -> {
            measurements.put(measurementId, vector);
            settings.filter(MeasurementSettings::hasTransportVector).ifPresent(told -> transports.add(measurementId));
            session.started(measurementId, success);
        });
    }

    @Override
    public void stop(long measurementId) {
        check(measurements.containsKey(measurementId), "does not run");
        begin(success -> session.stopped(measurementId, success));
    }

    @Override
    public void remove(FlowKey key) {
        check(flows.contains(key), "unknown: " + key);
        begin(success -> {
            flows.remove(key);
            bound.remove(key);
            session.removed(key, success);
        });
    }

    @Override
    public void uploadVector(long measurementId) {
        check(measurements.get(measurementId) != FileFormat.NONE, "no vector of the measurement");
        begin(success -> session.uploaded());
    }

    @Override
    public void uploadScalars(long measurementId) {
        check(measurements.containsKey(measurementId), "no such measurement");
        begin(success -> session.uploaded());
    }

    @Override
    public void uploadTransport(long measurementId) {
        check(transports.contains(measurementId), "nothing of the kernel");
        begin(success -> session.uploaded());
    }

    @Override
    public void uploadVector(FlowKey key) {
        check(vectors.getOrDefault(key, FileFormat.NONE) != FileFormat.NONE, "no vector of " + key);
        begin(success -> session.uploaded());
    }

    @Override
    public void forget(long measurementId) {
        measurements.remove(measurementId);
        transports.remove(measurementId);
    }

    @Override
    public void warn(String text) {
        check(!text.isEmpty(), "a warning without words");
    }

    @Override
    public void refuseStranger(String why) {
        warn(why);
    }

    @Override
    public void closeStranger(String why) {
        close(why);
    }

    @Override
    public void close(String reason) {
        check(!closed && session.hasEnded(), "closed twice, or before the end: " + reason);
        closed = true;
    }
}
