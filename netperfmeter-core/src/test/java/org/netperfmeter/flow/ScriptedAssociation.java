// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.flow;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.netperfmeter.posix.NativeIoException;
import org.netperfmeter.traffic.TransportProtocol;
import org.netperfmeter.transport.Association;
import org.netperfmeter.transport.Channel;
import org.netperfmeter.transport.FakeChannel;
import org.netperfmeter.transport.ReceiveBatch;
import org.netperfmeter.transport.StreamOptions;

/** An association that yields what the script says: each reception all the pieces up to the end or a failure. */
public final class ScriptedAssociation extends FakeChannel implements Association {
    private record Piece(int streamId, ByteBuffer bytes, boolean endsMessage) {}

    private final List<Piece> pieces = new ArrayList<>();
    private final Deque<Object> endings = new ArrayDeque<>();

    public ScriptedAssociation() {
        super(TransportProtocol.SCTP);
    }

    /** What is received next, together with other pieces. */
    public ScriptedAssociation piece(int streamId, byte[] bytes, boolean endsMessage) {
        pieces.add(new Piece(streamId, ByteBuffer.wrap(bytes), endsMessage));
        return this;
    }

    void end() {
        endings.add(END_OF_STREAM);
    }

    void fail(NativeIoException failure) {
        endings.add(failure);
    }

    @Override
    public int receive(ReceiveBatch batch) throws NativeIoException {
        if (pieces.isEmpty() && endings.peek() instanceof NativeIoException failure) {
            throw failure;
        }
        if (pieces.isEmpty()) {
            return endings.isEmpty() ? WOULD_BLOCK : END_OF_STREAM;
        }
        ((Pieces) batch).take(pieces);
        pieces.clear();
        return batch.count();
    }

    @Override
    public Channel stream(int streamId, StreamOptions options) {
        throw new UnsupportedOperationException();
    }

    /** Pieces on the heap. */
    public static final class Pieces implements ReceiveBatch {
        private final ByteBuffer memory = ByteBuffer.allocate(1 << 20);
        private final List<Piece> pieces = new ArrayList<>();
        private final List<Integer> offsets = new ArrayList<>();
        private long ageNanos = -1;
        private long readNanos;

        /** All pieces had come so long before they were read. */
        void stamped(long age, long nanos) {
            ageNanos = age;
            readNanos = nanos;
        }

        @Override
        public long ageNanos(int index) {
            return ageNanos;
        }

        @Override
        public long readNanos(long nowNanos) {
            return ageNanos < 0 ? nowNanos : readNanos;
        }

        private void take(List<Piece> received) {
            memory.clear();
            offsets.clear();
            pieces.clear();
            for (Piece piece : received) {
                pieces.add(piece);
                offsets.add(memory.position());
                memory.put(piece.bytes.duplicate());
            }
            memory.clear();
        }

        @Override
        public ByteBuffer bytes() {
            return memory;
        }

        @Override
        public int count() {
            return pieces.size();
        }

        @Override
        public boolean isFull() {
            return false;
        }

        @Override
        public int offset(int index) {
            return offsets.get(index);
        }

        @Override
        public int length(int index) {
            return pieces.get(index).bytes.remaining();
        }

        @Override
        public boolean endsMessage(int index) {
            return pieces.get(index).endsMessage;
        }

        @Override
        public int streamId(int index) {
            return pieces.get(index).streamId;
        }

        @Override
        public long sourceHigh(int index) {
            return 0;
        }

        @Override
        public long sourceLow(int index) {
            return 0;
        }

        @Override
        public int sourcePort(int index) {
            return 0;
        }
    }
}
