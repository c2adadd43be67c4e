// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.transport;

import org.netperfmeter.posix.AddressText;
import org.netperfmeter.posix.Errno;
import org.netperfmeter.posix.MessageVector;
import org.netperfmeter.posix.NativeIoException;
import org.netperfmeter.posix.SystemCalls;

/** Sends batches as datagrams, one message each: several by sendmmsg, one by plain send. */
final class DatagramSender {
    private static final int ENOBUFS = Errno.ENOBUFS.number();

    private DatagramSender() {}

    /**
     * Sends what one system call takes and advances the batch by whole messages.
     *
     * @param name address of the destination in native memory; 0: that of the connected socket
     * @return bytes sent, or {@link Channel#WOULD_BLOCK} also if a queue on the way to the device is full
     */
    static int send(NativeChannel channel, SendBatch batch, long name, int nameLength) throws NativeIoException {
        int remaining = batch.messages() - batch.sentMessages();
        if (remaining == 0) {
            return 0;
        }
        int sent = remaining == 1
                ? sendOne(channel.descriptor(), batch, name, nameLength)
                : sendMany(channel.descriptor(), batch, remaining, name, nameLength);
        if (sent >= 0) {
            return batch.advanceMessages(sent);
        }
        if (sent == -NativeChannel.EAGAIN || sent == -ENOBUFS) {
            return Channel.WOULD_BLOCK;
        }
        throw new NativeIoException("send to", AddressText.of(channel.peerAddress()), -sent);
    }

    private static int sendOne(int fd, SendBatch batch, long name, int nameLength) {
        int flags = NativeChannel.MSG_NOSIGNAL;
        int result = name == 0
                ? SystemCalls.send(fd, batch.remainingAddress(), batch.remainingBytes(), flags)
                : SystemCalls.sendto(fd, batch.remainingAddress(), batch.remainingBytes(), flags, name, nameLength);
        return Math.min(1, result);
    }

    private static int sendMany(int fd, SendBatch batch, int remaining, long name, int nameLength) {
        int count = Math.min(remaining, MessageVector.MAX_CAPACITY);
        MessageVector vector = batch.remainingDatagrams(count, name, nameLength);
        return SystemCalls.sendmmsg(fd, vector.address(0), count, NativeChannel.MSG_NOSIGNAL);
    }
}
