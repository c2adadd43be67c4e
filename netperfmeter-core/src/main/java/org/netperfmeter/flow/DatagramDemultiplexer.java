// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.flow;

import java.net.InetSocketAddress;
import java.util.Arrays;
import org.netperfmeter.posix.NativeIoException;
import org.netperfmeter.transport.Channel;
import org.netperfmeter.transport.DatagramEndpoint;
import org.netperfmeter.transport.ReceiveBatch;
import org.netperfmeter.wire.IdentifyFlow;
import org.netperfmeter.wire.MessageHeader;

/**
 * Distributes what arrives on a socket without connections to its flows, by source address and port (protocol.md 1.6).
 * Looking a source up allocates nothing; flows are added and removed by replacing the table.
 */
public final class DatagramDemultiplexer implements Reader {
    /**
     * Takes datagrams of sources that have no flow, if they are Identifies. Called by the receiving thread. Anybody can send
     * as many as he likes: no more should be done of it than is worth it.
     */
    @FunctionalInterface
    public interface UnknownSource {
        /** An Identify has come. */
        void identify(byte[] message, InetSocketAddress source);
    }

    private final DatagramEndpoint endpoint;
    private final UnknownSource unknown;
    private final Arrival arrival = new Arrival();

    private volatile Table table = new Table(new Entry[0]);

    public DatagramDemultiplexer(DatagramEndpoint endpoint, UnknownSource unknown) {
        this.endpoint = endpoint;
        this.unknown = unknown;
    }

    /** From now on, what comes from the channel's peer is this flow's. */
    public synchronized void add(Channel channel, FlowReceiver receiver) {
        Entry[] entries = Arrays.copyOf(table.entries, table.entries.length + 1);
        entries[entries.length - 1] = new Entry(Source.of(channel.peerAddress()), receiver);
        table = new Table(entries);
    }

    /** Forgets a flow. */
    public synchronized void remove(FlowReceiver receiver) {
        table = new Table(Arrays.stream(table.entries)
                .filter(entry -> entry.receiver != receiver)
                .toArray(Entry[]::new));
    }

    @Override
    public boolean read(ReceiveBatch batch, Clock clock) {
        int datagrams;
        try {
            datagrams = endpoint.receive(batch);
        } catch (NativeIoException e) {
            return true;
        }
        if (datagrams > 0) {
            arrival.batch(clock, batch.readNanos(clock.nanos()));
            Table current = table;
            for (int i = 0; i < datagrams; i++) {
                FlowReceiver receiver = current.find(batch.sourceHigh(i), batch.sourceLow(i), batch.sourcePort(i));
                if (receiver != null) {
                    receiver.arrived(batch, i, arrival);
                    receiver.datagram(batch.bytes(), batch.offset(i), batch.length(i), arrival);
                    receiver.touched(arrival.readNanos());
                } else {
                    unknown(batch, i);
                }
            }
        }
        return true;
    }

    private void unknown(ReceiveBatch batch, int index) {
        int offset = batch.offset(index);
        if (batch.length(index) >= IdentifyFlow.BYTES
                && MessageHeader.type(batch.bytes(), offset) == MessageHeader.IDENTIFY_FLOW) {
            byte[] message = new byte[batch.length(index)];
            batch.bytes().get(offset, message);
            unknown.identify(message, endpoint.source(batch, index));
        }
    }

    @Override
    public void fail(String reason) {
        for (Entry entry : table.entries) {
            entry.receiver.fail(reason);
        }
    }

    @Override
    public void end() {
        for (Entry entry : table.entries) {
            entry.receiver.end();
        }
    }

    private record Source(long high, long low, int port) {
        private static Source of(InetSocketAddress address) {
            return new Source(
                    ReceiveBatch.sourceHigh(address.getAddress()),
                    ReceiveBatch.sourceLow(address.getAddress()),
                    address.getPort());
        }

        private static int hash(long high, long low, int port) {
            long mixed = (high * 31 + low) * 0x9E3779B97F4A7C15L + port;
            return Long.hashCode(mixed * 0x9E3779B97F4A7C15L);
        }
    }

    private record Entry(Source source, FlowReceiver receiver) {}

    /** Open addressing over an array that is never more than half full. */
    private static final class Table {
        private final Entry[] entries;
        private final Entry[] slots;

        private Table(Entry[] entries) {
            this.entries = entries;
            this.slots = new Entry[Integer.highestOneBit(Math.max(1, entries.length)) * 4];
            for (Entry entry : entries) {
                int slot = slot(entry.source.high, entry.source.low, entry.source.port);
                while (slots[slot] != null) {
                    slot = (slot + 1) & (slots.length - 1);
                }
                slots[slot] = entry;
            }
        }

        private int slot(long high, long low, int port) {
            int hash = Source.hash(high, low, port);
            return (hash ^ hash >>> 16) & (slots.length - 1);
        }

        private FlowReceiver find(long high, long low, int port) {
            for (int slot = slot(high, low, port); slots[slot] != null; slot = (slot + 1) & (slots.length - 1)) {
                Source source = slots[slot].source;
                if (source.low == low && source.port == port && source.high == high) {
                    return slots[slot].receiver;
                }
            }
            return null;
        }
    }
}
