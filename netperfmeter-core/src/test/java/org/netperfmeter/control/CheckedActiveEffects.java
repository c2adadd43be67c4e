// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.control;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.netperfmeter.traffic.FlowDefinition;
import org.netperfmeter.wire.ClockReply;
import org.netperfmeter.wire.IdentifyFlow;
import org.netperfmeter.wire.Message;
import org.netperfmeter.wire.PeerGeneration;

/**
 * An active node that does what its session wants when it is told to, and fails with an {@link AssertionError} where a real
 * one could not do it: an Identify without a channel, a piece of no file, anything after the end.
 */
final class CheckedActiveEffects implements ActiveEffects {
    private final ActiveSession session;
    private final PeerGeneration generation;
    /** What is to be reported, each at a time. */
    private final Deque<Consumer<Long>> inProgress = new ArrayDeque<>();

    private final Set<Integer> connected = new HashSet<>();
    private boolean connecting;
    private int questions;
    private boolean asked;
    private boolean prepared;
    private boolean running;
    private boolean sendersStopped;
    private boolean downloading;
    private int files;
    private boolean over;

    CheckedActiveEffects(ActiveSession.Plan plan, PeerGeneration generation) {
        this.generation = generation;
        session = new ActiveSession(plan, this);
    }

    ActiveSession session() {
        return session;
    }

    /** Files of which the first piece was wanted. */
    int files() {
        return files;
    }

    void carryOutNext(long nowNanos) {
        if (!inProgress.isEmpty()) {
            inProgress.remove().accept(nowNanos);
        }
    }

    private void check(boolean expected, String what) {
        if (over) {
            throw new AssertionError("after the end: " + what);
        }
        if (!expected) {
            throw new AssertionError(what);
        }
    }

    @Override
    public void send(Message message) {
        check(!session.hasEnded(), "a message after the end: " + message);
    }

    @Override
    public void probe() {
        check(connected.isEmpty() && !connecting, "a probe of a peer that is known");
        inProgress.add(nowNanos -> session.generationFound(generation));
    }

    @Override
    public void connect(FlowDefinition flow) {
        check(!connecting, "two connections at once");
        connecting = true;
        inProgress.add(nowNanos -> {
            connecting = false;
            connected.add(flow.flowId());
            session.connected(nowNanos);
        });
    }

    @Override
    public void identify(FlowDefinition flow, IdentifyFlow message) {
        check(connected.contains(flow.flowId()) && !prepared, "an Identify for nothing: " + flow.flowId());
    }

    @Override
    public void askForTime(int number, boolean last) {
        check(number == ++questions, "the number of a question is no successor: " + number);
        check(!last || sendersStopped, "the last question before the end");
        asked = true;
    }

    @Override
    public void timeTold(ClockReply reply, long receivedNanos) {
        check(asked, "an answer without a question");
        asked = false;
    }

    @Override
    public void prepare() {
        check(!prepared, "prepared twice");
        prepared = true;
        inProgress.add(session::prepared);
    }

    @Override
    public void running() {
        check(prepared && !running, "runs unprepared or twice");
        running = true;
    }

    @Override
    public void stopSenders() {
        check(running && !sendersStopped, "nobody sends");
        sendersStopped = true;
        inProgress.add(session::sendersStopped);
    }

    @Override
    public void finish() {
        check(sendersStopped, "finished while senders send");
        inProgress.add(session::finished);
    }

    @Override
    public void openVectorDownload() {
        open();
    }

    @Override
    public void openScalarDownload() {
        open();
    }

    @Override
    public void openTransportDownload() {
        check(session.peerSettings().orElseThrow().hasTransportVector(), "what the peer does not have");
        open();
    }

    @Override
    public void openVectorDownload(FlowDefinition flow) {
        check(connected.contains(flow.flowId()), "unknown: " + flow.flowId());
        open();
    }

    private void open() {
        check(!downloading, "two files at once");
        downloading = true;
        files++;
    }

    @Override
    public void downloaded(byte[] data) {
        check(downloading, "a piece of no file");
    }

    @Override
    public void closeDownload() {
        check(downloading, "the end of no file");
        downloading = false;
    }

    @Override
    public void done() {
        check(sendersStopped && !downloading, "done too early");
        over = true;
    }

    @Override
    public void fail(String reason) {
        check(!reason.isEmpty(), "a failure without words");
        over = true;
    }
}
