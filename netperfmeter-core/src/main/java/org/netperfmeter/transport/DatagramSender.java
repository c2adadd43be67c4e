// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.transport;

import org.netperfmeter.posix.AddressText;
import org.netperfmeter.posix.Errno;
import org.netperfmeter.posix.MessageVector;
import org.netperfmeter.posix.NativeIoException;
import org.netperfmeter.posix.SystemCalls;

/** Sends batches as datagrams, one message each: several by sendmmsg, bundled or not, one by plain send. */
final class DatagramSender {
    private static final int EINVAL = Errno.EINVAL.number();
    private static final int ENOBUFS = Errno.ENOBUFS.number();

    private DatagramSender() {}

    /**
     * Sends what one system call takes and advances the batch by whole messages.
     *
     * @param bundled whether datagrams of one size are handed over as bundles
     * @param name address of the destination in native memory; 0: that of the connected socket
     * @return bytes sent, or {@link Channel#WOULD_BLOCK} also if a queue on the way to the device is full
     */
    static int send(NativeChannel channel, SendBatch batch, boolean bundled, long name, int nameLength)
            throws NativeIoException {
        int remaining = batch.messages() - batch.sentMessages();
        if (remaining == 0) {
            return 0;
        }
        int fd = channel.descriptor();
        int sent;
        if (remaining == 1) {
            sent = sendOne(fd, batch, name, nameLength);
        } else if (bundled) {
            int bundles = batch.describeBundles(name, nameLength);
            sent = SystemCalls.sendmmsg(fd, batch.bundlesAddress(), bundles, NativeChannel.MSG_NOSIGNAL);
        } else {
            sent = sendMany(fd, batch, remaining, name, nameLength);
        }
        if (sent >= 0) {
            return bundled && remaining > 1 ? batch.advanceBundles(sent) : batch.advanceMessages(sent);
        }
        if (sent == -NativeChannel.EAGAIN || sent == -ENOBUFS) {
            return Channel.WOULD_BLOCK;
        }
        boolean tooLong = bundled && sent == -EINVAL;
        String operation = tooLong ? "send with gso=on (do its messages fit into the path's packets?) to" : "send to";
        throw new NativeIoException(operation, AddressText.of(channel.peerAddress()), -sent);
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
