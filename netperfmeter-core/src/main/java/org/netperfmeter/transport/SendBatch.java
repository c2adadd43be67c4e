// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.transport;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.netperfmeter.posix.MessageVector;
import org.netperfmeter.posix.NativeMemory;
import org.netperfmeter.posix.SctpControlData;
import org.netperfmeter.posix.UdpControlData;

/** Messages back to back in native memory, partly sent. Allocates once. One thread uses it. */
public final class SendBatch {
    /** What the messages are. SCTP tells the peer by a payload protocol identifier (protocol.md 3.2). */
    public enum Payload {
        CONTROL,
        DATA
    }

    /** Datagrams in a bundle (UDP_MAX_SEGMENTS of Linux), and the largest IPv4 payload. */
    private static final int MAX_SEGMENTS = 64;

    private static final int MAX_BUNDLE_BYTES = 65507;

    private static final int CONTROL_BYTES = Math.max(SctpControlData.SEND_BYTES, UdpControlData.SEND_BYTES);

    private final Payload payload;
    private final NativeMemory memory;
    private final int capacityBytes;
    private final int[] ends;
    private MessageVector vector;
    /** Of each described bundle, the index behind its last message. */
    private int[] bundleEnds;

    private int messages;
    private int sentMessages;
    private int sentBytes;

    /** A batch of data messages. */
    public SendBatch(int capacityBytes, int capacityMessages) {
        this(Payload.DATA, capacityBytes, capacityMessages);
    }

    /**
     * A batch.
     *
     * @param capacityMessages messages at most
     */
    public SendBatch(Payload payload, int capacityBytes, int capacityMessages) {
        if (capacityBytes < 1 || capacityMessages < 1) {
            throw new IllegalArgumentException(
                    "capacity must be positive: " + capacityBytes + " bytes, " + capacityMessages + " messages");
        }
        this.payload = payload;
        this.memory = NativeMemory.allocatePages(capacityBytes);
        memory.bytes().order(ByteOrder.BIG_ENDIAN);
        this.capacityBytes = capacityBytes;
        this.ends = new int[capacityMessages];
    }

    public Payload payload() {
        return payload;
    }

    /** The memory, big-endian; message i lies at [start(i), end(i)). */
    public ByteBuffer bytes() {
        return memory.bytes();
    }

    /** Forgets all messages. */
    public void clear() {
        messages = 0;
        sentMessages = 0;
        sentBytes = 0;
    }

    /**
     * Adds a message of this many bytes behind the last; its bytes are written by the caller. Returns its index.
     *
     * @throws IllegalStateException if there is no room, or after {@link #abandon} of a message that was sent in part
     */
    public int add(int messageBytes) {
        int start = start(messages);
        if (messages == ends.length || messageBytes > capacityBytes - start || sentBytes > start) {
            throw new IllegalStateException("no room for a message of " + messageBytes + " bytes behind " + messages
                    + " messages of " + start + " bytes");
        }
        ends[messages] = start + messageBytes;
        return messages++;
    }

    public int messages() {
        return messages;
    }

    /** Offset of message {@code index}. */
    public int start(int index) {
        return index == 0 ? 0 : ends[index - 1];
    }

    /** Offset behind message {@code index}. */
    public int end(int index) {
        return ends[index];
    }

    /** Bytes that the kernel took so far. */
    public int sentBytes() {
        return sentBytes;
    }

    /** Messages of which the kernel took every byte. */
    public int sentMessages() {
        return sentMessages;
    }

    /** Whether nothing is left to send. */
    public boolean isSent() {
        return sentMessages == messages;
    }

    /** Gives up message {@code index} and all behind it; the kernel must not have taken any byte of them. */
    public void truncate(int index) {
        if (sentBytes > start(index)) {
            throw new IllegalStateException("message " + index + " has been sent in part");
        }
        messages = index;
    }

    /** Gives up the rest. Messages that were not sent whole are gone. */
    public void abandon() {
        messages = sentMessages;
    }

    /** Bytes not sent yet. */
    int remainingBytes() {
        return isSent() ? 0 : ends[messages - 1] - sentBytes;
    }

    /** Address of the first byte that was not sent yet. */
    long remainingAddress() {
        return memory.address() + sentBytes;
    }

    /** The kernel took this many bytes of the stream. */
    void advanceBytes(int bytes) {
        sentBytes += bytes;
        while (sentMessages < messages && ends[sentMessages] <= sentBytes) {
            sentMessages++;
        }
    }

    /** The kernel took this many datagrams. Returns their bytes. */
    int advanceMessages(int count) {
        int before = sentBytes;
        sentMessages += count;
        sentBytes = start(sentMessages);
        return sentBytes - before;
    }

    /**
     * Describes the datagrams that were not sent yet, at most as many as one call takes.
     *
     * @param name address of the destination; 0: that of the connected socket
     */
    MessageVector remainingDatagrams(int count, long name, int nameLength) {
        MessageVector vector = remainingMessages(count);
        for (int i = 0; i < count; i++) {
            vector.setName(i, name, nameLength);
        }
        return vector;
    }

    /**
     * Describes the datagrams that were not sent yet as bundles, each for one pass through the network stack (udp(7):
     * UDP_SEGMENT): neighbours of one size, of which the last may be shorter.
     *
     * @param name address of the destination; 0: that of the connected socket
     * @return how many bundles
     */
    int describeBundles(long name, int nameLength) {
        if (bundleEnds == null) {
            bundleEnds = new int[ends.length];
        }
        MessageVector bundles = vector();
        int count = 0;
        for (int from = sentMessages; from < messages && count < bundles.capacity(); count++) {
            int to = bundleEnd(from);
            bundles.setPayload(count, memory.address() + start(from), ends[to - 1] - start(from));
            bundles.setName(count, name, nameLength);
            if (to - from > 1) {
                UdpControlData.putSegment(bundles.bytes(), bundles.controlOffset(count), ends[from] - start(from));
                bundles.setControl(count, UdpControlData.SEND_BYTES);
            } else {
                bundles.setControl(count, 0);
            }
            bundleEnds[count] = to;
            from = to;
        }
        return count;
    }

    private int bundleEnd(int from) {
        int segmentBytes = ends[from] - start(from);
        int to = from + 1;
        boolean shorter = segmentBytes == 0;
        while (!shorter && to < messages && to - from < MAX_SEGMENTS && ends[to] - start(from) <= MAX_BUNDLE_BYTES) {
            int bytes = ends[to] - start(to);
            if (bytes == 0 || bytes > segmentBytes) {
                break;
            }
            shorter = bytes < segmentBytes;
            to++;
        }
        return to;
    }

    /** The kernel took this many of the bundles that were described last. Returns their bytes. */
    int advanceBundles(int count) {
        return count == 0 ? 0 : advanceMessages(bundleEnds[count - 1] - sentMessages);
    }

    /** The description of what {@link #describeBundles} described. */
    long bundlesAddress() {
        return vector().address(0);
    }

    /** Describes the messages that were not sent yet, without destinations; the caller may add control data of SCTP. */
    MessageVector remainingMessages(int count) {
        MessageVector vector = vector();
        for (int i = 0; i < count; i++) {
            int start = start(sentMessages + i);
            vector.setPayload(i, memory.address() + start, ends[sentMessages + i] - start);
            vector.setName(i, 0, 0);
            vector.setControl(i, 0);
        }
        return vector;
    }

    private MessageVector vector() {
        if (vector == null) {
            vector = new MessageVector(Math.min(ends.length, MessageVector.MAX_CAPACITY), CONTROL_BYTES);
        }
        return vector;
    }
}
