// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.flow;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.Consumer;
import org.netperfmeter.posix.NativeIoException;
import org.netperfmeter.transport.Association;
import org.netperfmeter.transport.Channel;
import org.netperfmeter.transport.ReceiveBatch;
import org.netperfmeter.wire.IdentifyFlow;
import org.netperfmeter.wire.MessageHeader;
import org.netperfmeter.wire.ProtocolException;

/**
 * Distributes what arrives over an association to its flows, by stream (protocol.md 1.7). Flows are added and removed by
 * replacing the table.
 */
public final class StreamDemultiplexer implements Reader {
    /** What concerns the association as a whole. Called by the receiving thread. */
    public interface Events {
        /** An Identify has come, over a stream that has no flow yet. */
        default void identify(byte[] message) {}

        /** Nothing more will come. */
        default void ended(String reason) {}
    }

    private final Association association;
    private final Events events;
    private final Arrival arrival = new Arrival();

    /** By stream ID; null where there is no flow. */
    private volatile FlowReceiver[] receivers = {};

    private volatile boolean ended;
    private volatile boolean identified;

    StreamDemultiplexer(Association association, Events events) {
        this.association = association;
        this.events = events;
    }

    /** From now on, what comes over the stream is this flow's. */
    synchronized void add(int streamId, FlowReceiver receiver) {
        FlowReceiver[] table = Arrays.copyOf(receivers, Math.max(receivers.length, streamId + 1));
        table[streamId] = receiver;
        receivers = table;
        identified = true;
        if (ended) {
            receiver.end();
        }
    }

    /** Forgets a flow. */
    synchronized void remove(FlowReceiver receiver) {
        FlowReceiver[] table = receivers.clone();
        Arrays.setAll(table, i -> table[i] == receiver ? null : table[i]);
        receivers = table;
    }

    boolean isEmpty() {
        return Arrays.stream(receivers).allMatch(Objects::isNull);
    }

    @Override
    public boolean read(ReceiveBatch batch, Clock clock) {
        try {
            int pieces = association.receive(batch);
            if (pieces == Channel.END_OF_STREAM) {
                end();
                events.ended("ended by the peer");
                return false;
            }
            if (pieces > 0) {
                distribute(batch, pieces, clock);
            }
            return true;
        } catch (NativeIoException | ProtocolException e) {
            fail(e.getMessage());
            events.ended(e.getMessage());
            return false;
        }
    }

    private void distribute(ReceiveBatch batch, int pieces, Clock clock) throws ProtocolException {
        arrival.batch(clock, batch.readNanos(clock.nanos()));
        for (int i = 0; i < pieces; i++) {
            FlowReceiver receiver = find(batch.streamId(i));
            if (receiver == null) {
                unknown(batch, i);
            } else {
                receive(receiver, batch, i);
                receiver.touched(arrival.readNanos());
            }
        }
    }

    private FlowReceiver find(int streamId) {
        FlowReceiver[] table = receivers;
        return streamId < table.length ? table[streamId] : null;
    }

    /** What is wrong with one stream does not concern the others. */
    private void receive(FlowReceiver receiver, ReceiveBatch batch, int index) {
        receiver.arrived(batch, index, arrival);
        try {
            receiver.stream(batch.bytes(), batch.offset(index), batch.length(index), arrival);
            if (batch.endsMessage(index)) {
                receiver.endOfMessage();
            }
        } catch (ProtocolException e) {
            receiver.fail(e.getMessage());
            remove(receiver);
        }
    }

    /** Data of a flow that has been removed is ignored, but who has never identified himself has nothing else to say. */
    private void unknown(ReceiveBatch batch, int index) throws ProtocolException {
        int offset = batch.offset(index);
        int length = batch.length(index);
        boolean isIdentify = length >= IdentifyFlow.BYTES
                && MessageHeader.type(batch.bytes(), offset) == MessageHeader.IDENTIFY_FLOW;
        if (isIdentify) {
            byte[] message = new byte[length];
            batch.bytes().get(offset, message);
            events.identify(message);
        } else if (!identified) {
            throw new ProtocolException("no Identify, but " + length + " bytes on stream " + batch.streamId(index));
        }
    }

    @Override
    public void fail(String reason) {
        endAll(receiver -> receiver.fail(reason));
    }

    @Override
    public void end() {
        endAll(FlowReceiver::end);
    }

    private synchronized void endAll(Consumer<FlowReceiver> end) {
        ended = true;
        Arrays.stream(receivers).filter(Objects::nonNull).forEach(end);
    }
}
