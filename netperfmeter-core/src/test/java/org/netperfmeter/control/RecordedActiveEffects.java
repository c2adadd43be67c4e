// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.control;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.netperfmeter.traffic.FlowDefinition;
import org.netperfmeter.wire.ClockReply;
import org.netperfmeter.wire.IdentifyFlow;
import org.netperfmeter.wire.Message;

/** Writes down, in order, what a session wants: messages as they are, everything else as a sentence. */
final class RecordedActiveEffects implements ActiveEffects {
    private final List<Object> wanted = new ArrayList<>();

    /** What was wanted since the last call. */
    List<Object> take() {
        List<Object> taken = List.copyOf(wanted);
        wanted.clear();
        return taken;
    }

    @Override
    public void send(Message message) {
        wanted.add(message);
    }

    @Override
    public void probe() {
        wanted.add("probe");
    }

    @Override
    public void connect(FlowDefinition flow) {
        wanted.add("connect " + flow.flowId());
    }

    @Override
    public void identify(FlowDefinition flow, IdentifyFlow message) {
        wanted.add("identify " + flow.flowId() + " " + message.vector()
                + message.mac().map(mac -> " " + mac).orElse(""));
    }

    @Override
    public void askForTime(int number, boolean last) {
        wanted.add("ask " + number + (last ? " last" : ""));
    }

    @Override
    public void timeTold(ClockReply reply, long receivedNanos) {
        wanted.add("told " + reply.micros());
    }

    @Override
    public void prepare() {
        wanted.add("prepare");
    }

    @Override
    public void running() {
        wanted.add("running");
    }

    @Override
    public void stopSenders() {
        wanted.add("stop senders");
    }

    @Override
    public void finish() {
        wanted.add("finish");
    }

    @Override
    public void openVectorDownload() {
        wanted.add("open vector");
    }

    @Override
    public void openScalarDownload() {
        wanted.add("open scalars");
    }

    @Override
    public void openTransportDownload() {
        wanted.add("open transport");
    }

    @Override
    public void openVectorDownload(FlowDefinition flow) {
        wanted.add("open vector " + flow.flowId());
    }

    @Override
    public void downloaded(byte[] data) {
        wanted.add("data " + new String(data, StandardCharsets.US_ASCII));
    }

    @Override
    public void closeDownload() {
        wanted.add("close");
    }

    @Override
    public void done() {
        wanted.add("done");
    }

    @Override
    public void fail(String reason) {
        wanted.add("fail: " + reason);
    }
}
