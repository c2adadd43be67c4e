// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.netperfmeter.posix.NativeIoException;
import org.netperfmeter.posix.TimerDescriptor;
import org.netperfmeter.traffic.FlowKey;
import org.netperfmeter.traffic.TransportProtocol;
import org.netperfmeter.transport.FakeChannel;
import org.netperfmeter.transport.SendBatch;
import org.netperfmeter.wire.Acknowledge;

/** What a passive node keeps for a client that takes none of its answers: {@code --max-queued}. */
@Timeout(60)
class UnreadAnswersIT {
    private static final Acknowledge ANSWER = new Acknowledge(new FlowKey(7, 0, 0), Acknowledge.OKAY, false);
    private static final int QUEUED = 2;
    private static final long QUEUED_BYTES = (long) QUEUED * ANSWER.encodedBytes();

    @Test
    void clientThatLeavesMoreAnswersThanTheLimitIsLeftAndOthersGoOn() throws Exception {
        PassiveLimits limits = PassiveLimits.defaults().with(Limit.QUEUED_BYTES, QUEUED_BYTES);
        try (RunningPassive passive = RunningPassive.open(limits)) {
            ClosedWindow channel = new ClosedWindow();
            CompletableFuture<PassivePeer> accepted = new CompletableFuture<>();
            passive.node.post(() -> accepted.complete(accept(passive.node, channel)));
            PassivePeer client = accepted.get();
            // One has been begun, and does not count.
            for (int answer = 0; answer < 1 + QUEUED; answer++) {
                assertEquals(Map.of(), refusalsAfter(passive, () -> client.send(ANSWER)));
            }
            assertEquals(QUEUED_BYTES, client.control().queuedBytes());
            assertFalse(channel.isClosed());

            assertEquals(Map.of(Refusal.TOO_LARGE, 1L), refusalsAfter(passive, () -> client.send(ANSWER)));
            passive.awaitIdle();
            assertTrue(channel.isClosed());
            assertEquals(
                    List.of("more than --max-queued bytes of answers are not taken"),
                    passive.events.notes.stream()
                            .filter(note -> note.startsWith("WARNING "))
                            .map(note -> note.replaceFirst("^WARNING \\S+: ", ""))
                            .toList());

            ActiveRun other =
                    new ActiveRun(passive.basePort).flow("TCP 100:100").seconds(0.1);
            other.run();
            assertEquals(Optional.empty(), other.events.awaitReport().partial());
        }
    }

    private static PassivePeer accept(PassiveNode node, ClosedWindow channel) {
        node.gatekeeper().enter(channel.peerAddress());
        PassivePeer peer = new PassivePeer(node, channel);
        peer.begin();
        return peer;
    }

    /** Does something on the node's thread; what follows from it has happened, too. */
    private static Map<Refusal, Long> refusalsAfter(RunningPassive passive, Runnable act) throws Exception {
        passive.node.post(act);
        passive.node.status().get();
        return passive.node.status().get().refusals();
    }

    /** To a client that reads nothing, and whose buffers are full: no byte can be sent, and none comes. */
    private static final class ClosedWindow extends FakeChannel {
        private final TimerDescriptor neverReady = new TimerDescriptor();
        private volatile boolean closed;

        ClosedWindow() throws NativeIoException {
            super(TransportProtocol.TCP);
        }

        @Override
        public int descriptor() {
            return neverReady.number();
        }

        @Override
        public int send(SendBatch batch) {
            return WOULD_BLOCK;
        }

        @Override
        public void close() {
            closed = true;
            neverReady.close();
        }

        boolean isClosed() {
            return closed;
        }
    }
}
