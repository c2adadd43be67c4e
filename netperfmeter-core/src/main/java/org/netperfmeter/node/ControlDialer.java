// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.netperfmeter.posix.NativeIoException;
import org.netperfmeter.transport.Route;
import org.netperfmeter.transport.SocketOptions;
import org.netperfmeter.transport.StopSignal;
import org.netperfmeter.transport.Transport;

/** Reaches the passive node's control port, at whatever address its name resolves to. */
final class ControlDialer {
    private final ActiveConfig config;
    private final NodeListener listener;
    private final long measurementId;

    ControlDialer(ActiveConfig config, NodeListener listener, long measurementId) {
        this.config = config;
        this.listener = listener;
        this.measurementId = measurementId;
    }

    /**
     * Connects to the first address that answers. Data connections are to go to the same one.
     *
     * @throws IOException if none does, saying why the last did not
     */
    ControlConnection dial(Transport transport, StopSignal stop) throws IOException {
        NativeIoException lastFailure = null;
        for (InetAddress address : resolve()) {
            InetSocketAddress peer = new InetSocketAddress(address, config.basePort() + 1);
            listener.controlConnecting(
                    measurementId,
                    new InetSocketAddress(address, config.basePort()),
                    peer,
                    transport.protocol().name());
            try {
                return new ControlConnection(transport.connect(
                        Route.to(peer, config.localControl()),
                        SocketOptions.control(config.v6Only()),
                        Long.MAX_VALUE,
                        stop));
            } catch (NativeIoException e) {
                if (stop.isRaised()) {
                    throw e;
                }
                listener.note(NodeListener.Level.DEBUG, e.getMessage());
                lastFailure = e;
            }
        }
        throw new IOException("cannot reach the passive node: " + lastFailure.getMessage(), lastFailure);
    }

    /** At least one address. */
    private InetAddress[] resolve() throws IOException {
        try {
            return InetAddress.getAllByName(config.host());
        } catch (UnknownHostException e) {
            throw new IOException("cannot resolve the passive node's name \"" + config.host() + "\"", e);
        }
    }
}
