// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.transport;

import java.net.InetSocketAddress;
import org.netperfmeter.posix.NativeIoException;
import org.netperfmeter.posix.NativeSocket;

/** A listening socket of TCP or MPTCP. */
final class StreamListener implements Listener {
    private final StreamTransport transport;
    private final NativeSocket socket;
    private final InetSocketAddress localAddress;

    StreamListener(StreamTransport transport, NativeSocket socket) throws NativeIoException {
        this.transport = transport;
        this.socket = socket;
        this.localAddress = socket.localAddress();
    }

    @Override
    public Channel accept() throws NativeIoException {
        NativeSocket accepted = socket.accept();
        if (accepted == null) {
            return null;
        }
        try {
            return new StreamChannel(transport, accepted, accepted.meantFor());
        } catch (NativeIoException e) {
            accepted.close();
            throw e;
        }
    }

    @Override
    public InetSocketAddress localAddress() {
        return localAddress;
    }

    @Override
    public int descriptor() {
        return socket.number();
    }

    @Override
    public void close() {
        socket.close();
    }
}
