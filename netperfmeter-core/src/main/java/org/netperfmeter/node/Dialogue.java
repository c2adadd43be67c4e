// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import java.util.Optional;
import org.netperfmeter.posix.NativeIoException;
import org.netperfmeter.transport.Poller;
import org.netperfmeter.wire.Message;
import org.netperfmeter.wire.ProtocolException;

/**
 * Requests and answers on one control connection of a passive node. Requests are handed on one after the other, as long as
 * their answers are taken; answers to what has come together go together. Belongs to the control loop.
 */
final class Dialogue implements PassiveNode.ReadyHandler {
    /** Answers that are sent together. */
    private static final int TOGETHER_BYTES = 16 * 1024;

    private final PassiveNode node;
    private final PassiveLimits limits;
    private final ControlConnection control;
    private final Handler handler;
    private final Progress progress;

    /** What the poller waits for. */
    private int interest = Poller.READ;

    /** Whether answers will be sent soon. */
    private boolean flushing;

    private boolean ended;

    /** Handles the requests. */
    interface Handler {
        /** A request has come. */
        void request(Message message);

        /** Whether one is being carried out, so that the next has to wait. */
        boolean isBusy();

        /** Nothing more will come: see {@link Dialogue#end}. */
        void closed(String reason);

        /** The peer does what it may not. */
        void refuse(Refusal reason, String why);
    }

    Dialogue(PassiveNode node, ControlConnection control, Handler handler) {
        this.node = node;
        limits = node.config().limits();
        this.control = control;
        this.handler = handler;
        progress = new Progress(limits, node.clock().nanos());
    }

    /** From now on requests are handed on. */
    void begin() {
        node.poller().add(control, interest, this);
    }

    // ------ Requests

    @Override
    public void ready() {
        try {
            if (control.flush()) {
                if (handler.isBusy()) {
                    endIfLost();
                } else {
                    receive();
                }
            }
        } catch (NativeIoException e) {
            handler.closed(e.getMessage());
        }
        awaitPeer();
    }

    /** What it has said before comes first, so that there is never more of it than one read brings. */
    private void receive() throws NativeIoException {
        proceed();
        if (!mayAnswer()) {
            return;
        }
        if (control.receive(node.received(control.channel().protocol()))) {
            proceed();
        } else {
            handler.closed("closed by the active node");
        }
    }

    /** Where nothing was asked for, an event can only be the connection's end. */
    private void endIfLost() {
        if (interest == 0) {
            handler.closed("lost");
        }
    }

    /** Something has been done for the peer, after which further requests may be handled. */
    void proceedAfter(Runnable event) {
        progress.made(node.clock().nanos());
        event.run();
        proceed();
    }

    /** Hands on the requests that are there, one after the other, as long as their answers are taken. */
    private void proceed() {
        try {
            Message message = next();
            while (message != null) {
                progress.made(node.clock().nanos());
                handler.request(message);
                message = next();
            }
            if (!handler.isBusy() && !control.isBlocked() && control.isIncomplete()) {
                progress.missing(node.clock().nanos());
            }
        } catch (ProtocolException e) {
            handler.refuse(Refusal.MALFORMED, e.getMessage());
        } catch (NativeIoException e) {
            handler.closed(e.getMessage());
        }
        awaitPeer();
    }

    private Message next() throws ProtocolException, NativeIoException {
        return mayAnswer() ? control.next() : null;
    }

    /** Whether the answer to one more request can be sent, or wait with few others until it is. */
    private boolean mayAnswer() throws NativeIoException {
        return !ended
                && !handler.isBusy()
                && !control.isBlocked()
                && (control.queuedBytes() < TOGETHER_BYTES || control.flush());
    }

    /**
     * Waits for what may come next. Of a peer that does not take its answers, or whose request is being carried out, no
     * more is read: its requests wait in the kernel.
     */
    private void awaitPeer() {
        if (!ended && !flushing) {
            int whenSent = handler.isBusy() ? 0 : Poller.READ;
            interest = control.isFlushed() ? whenSent : Poller.WRITE;
            node.poller().modify(control, interest);
        }
    }

    /** What has taken too long by now; see {@link Progress#overdue}. */
    Optional<Progress.Overdue> overdue(long nowNanos, boolean isMeasuring, long measurementNanos) {
        return progress.overdue(nowNanos, isMeasuring && control.isFlushed(), measurementNanos);
    }

    // ------ Answers

    /** Sends an answer, together with those to other requests that are there. */
    void answer(Message message) {
        control.queue(message);
        if (!flushing) {
            flushing = true;
            node.soon(this::flush);
        }
    }

    private void flush() {
        flushing = false;
        if (ended) {
            return;
        }
        try {
            if (!control.flush() && control.queuedBytes() > limits.of(Limit.QUEUED_BYTES)) {
                handler.refuse(
                        Refusal.TOO_LARGE,
                        "more than " + Limit.QUEUED_BYTES.option() + " bytes of answers are not taken");
            }
        } catch (NativeIoException e) {
            handler.closed(e.getMessage());
        }
        awaitPeer();
    }

    /** Hands on nothing more. What has been answered should arrive; the connection stays open. */
    void end() {
        ended = true;
        try {
            control.flush();
        } catch (NativeIoException e) {
            // Nobody hears the last words.
        }
        node.poller().remove(control);
    }
}
