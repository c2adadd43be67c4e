// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.transport;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import org.netperfmeter.posix.AddressText;
import org.netperfmeter.posix.MessageVector;
import org.netperfmeter.posix.NativeIoException;
import org.netperfmeter.posix.OsConstant;
import org.netperfmeter.posix.SctpControlData;
import org.netperfmeter.posix.SystemCalls;
import org.netperfmeter.traffic.RetransmissionLimit;

/** Sends batches over one stream of an association, each message as an SCTP message (protocol.md 1.7). One thread uses it. */
final class SctpSender {
    /** Payload protocol identifiers (protocol.md 3.2). */
    private static final int CONTROL_PAYLOAD = 36;

    private static final int DATA_PAYLOAD = 37;

    private static final int UNORDERED = OsConstant.SCTP_UNORDERED.value();
    private static final int LIMITED_LIFETIME = OsConstant.SCTP_PR_SCTP_TTL.value();
    private static final int LIMITED_RETRANSMISSIONS = OsConstant.SCTP_PR_SCTP_RTX.value();

    private final int streamId;
    private final double orderedFraction;
    private final double reliableFraction;
    private final int unreliableFlags;
    private final int unreliableLimit;
    private final SplittableRandom random = new SplittableRandom();

    SctpSender(int streamId, StreamOptions options) {
        RetransmissionLimit limit = options.retransmissionLimit();
        this.streamId = streamId;
        this.orderedFraction = options.orderedFraction();
        this.reliableFraction = limit.kind() == RetransmissionLimit.Kind.UNLIMITED ? 1 : options.reliableFraction();
        this.unreliableFlags =
                limit.kind() == RetransmissionLimit.Kind.MILLISECONDS ? LIMITED_LIFETIME : LIMITED_RETRANSMISSIONS;
        // A lifetime of 0 would be no limit at all (RFC 6458 section 5.3.2).
        this.unreliableLimit =
                limit.kind() == RetransmissionLimit.Kind.MILLISECONDS ? Math.max(1, limit.value()) : limit.value();
    }

    /** Sends what one system call takes and advances the batch by whole messages; see {@link Channel#send}. */
    int send(NativeChannel channel, SendBatch batch) throws NativeIoException {
        int count = Math.min(batch.messages() - batch.sentMessages(), MessageVector.MAX_CAPACITY);
        if (count == 0) {
            return 0;
        }
        MessageVector vector = batch.remainingMessages(count);
        for (int i = 0; i < count; i++) {
            describe(vector, i, batch.payload());
        }
        int sent = SystemCalls.sendmmsg(channel.descriptor(), vector.address(0), count, NativeChannel.MSG_NOSIGNAL);
        if (sent >= 0) {
            return batch.advanceMessages(sent);
        }
        if (sent == -NativeChannel.EAGAIN) {
            return Channel.WOULD_BLOCK;
        }
        throw new NativeIoException("send to", AddressText.of(channel.peerAddress()), -sent);
    }

    private void describe(MessageVector vector, int index, SendBatch.Payload payload) {
        ByteBuffer bytes = vector.bytes();
        int offset = vector.controlOffset(index);
        if (payload == SendBatch.Payload.CONTROL) {
            SctpControlData.putSend(bytes, offset, streamId, 0, CONTROL_PAYLOAD, 0);
        } else {
            boolean reliable = isWithin(reliableFraction);
            int flags = (isWithin(orderedFraction) ? 0 : UNORDERED) | (reliable ? 0 : unreliableFlags);
            SctpControlData.putSend(bytes, offset, streamId, flags, DATA_PAYLOAD, reliable ? 0 : unreliableLimit);
        }
        vector.setControl(index, SctpControlData.SEND_BYTES);
    }

    private boolean isWithin(double fraction) {
        return fraction >= 1 || random.nextDouble() < fraction;
    }
}
