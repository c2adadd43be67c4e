// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.control;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.netperfmeter.traffic.FlowDefinition;
import org.netperfmeter.traffic.FlowKey;
import org.netperfmeter.wire.ClockRequest;
import org.netperfmeter.wire.FileFormat;
import org.netperfmeter.wire.MeasurementSettings;
import org.netperfmeter.wire.Message;

/** Writes down, in order, what a session wants: messages as they are, everything else as a sentence. */
final class RecordedPassiveEffects implements PassiveEffects {
    private FlowDefinition lastAdded;
    private final List<Object> wanted = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    /** The flow that was defined last. */
    FlowDefinition lastAdded() {
        return lastAdded;
    }

    /** What was wanted since the last call, without warnings. */
    List<Object> take() {
        List<Object> taken = List.copyOf(wanted);
        wanted.clear();
        return taken;
    }

    /** Warnings since the last call. */
    List<String> takeWarnings() {
        List<String> taken = List.copyOf(warnings);
        warnings.clear();
        return taken;
    }

    @Override
    public void send(Message message) {
        wanted.add(message);
    }

    @Override
    public void flowAdded(FlowKey key, FlowDefinition flow) {
        wanted.add("added " + key.flowId() + " " + flow.protocol());
        lastAdded = flow;
    }

    @Override
    public void bind(FlowKey key, FileFormat vector, Optional<MeasurementSettings> settings) {
        wanted.add("bind " + key.flowId() + " " + vector);
        settings.ifPresent(wanted::add);
    }

    @Override
    public void tellTime(ClockRequest request) {
        wanted.add("tell time " + request.number());
    }

    @Override
    public void start(
            long measurementId,
            FileFormat vector,
            FileFormat scalar,
            List<FlowKey> flows,
            Optional<MeasurementSettings> settings) {
        wanted.add("start $" + Long.toHexString(measurementId) + " " + vector + " " + scalar + " "
                + flows.stream().map(FlowKey::flowId).toList());
        settings.ifPresent(wanted::add);
    }

    @Override
    public void stop(long measurementId) {
        wanted.add("stop $" + Long.toHexString(measurementId));
    }

    @Override
    public void remove(FlowKey key) {
        wanted.add("remove " + key.flowId());
    }

    @Override
    public void uploadVector(long measurementId) {
        wanted.add("upload vector $" + Long.toHexString(measurementId));
    }

    @Override
    public void uploadScalars(long measurementId) {
        wanted.add("upload scalars $" + Long.toHexString(measurementId));
    }

    @Override
    public void uploadTransport(long measurementId) {
        wanted.add("upload transport $" + Long.toHexString(measurementId));
    }

    @Override
    public void uploadVector(FlowKey key) {
        wanted.add("upload vector " + key.flowId());
    }

    @Override
    public void forget(long measurementId) {
        wanted.add("forget $" + Long.toHexString(measurementId));
    }

    @Override
    public void warn(String text) {
        warnings.add(text);
    }

    @Override
    public void refuseStranger(String why) {
        warnings.add(why);
    }

    @Override
    public void closeStranger(String why) {
        wanted.add("close stranger: " + why);
    }

    @Override
    public void close(String reason) {
        wanted.add("close: " + reason);
    }
}
