// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.transport;

import java.net.InetSocketAddress;
import org.netperfmeter.posix.NativeIoException;
import org.netperfmeter.posix.NativeSocket;

/** A listening socket. */
final class SocketListener implements Listener {
    /** Makes a channel of a connection; its socket is {@linkplain NativeSocket#meantFor meant for} the peer. */
    @FunctionalInterface
    interface Wrapper {
        Channel wrap(NativeSocket accepted) throws NativeIoException;
    }

    private final Wrapper wrapper;
    private final NativeSocket socket;
    private final InetSocketAddress localAddress;

    SocketListener(NativeSocket socket, Wrapper wrapper) throws NativeIoException {
        this.wrapper = wrapper;
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
            return wrapper.wrap(accepted);
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
