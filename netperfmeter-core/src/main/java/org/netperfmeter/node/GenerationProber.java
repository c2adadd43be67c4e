// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.List;
import org.netperfmeter.control.GenerationProbing;
import org.netperfmeter.posix.NativeIoException;
import org.netperfmeter.transport.Poller;
import org.netperfmeter.transport.ReceiveBatch;
import org.netperfmeter.transport.Route;
import org.netperfmeter.transport.SocketOptions;
import org.netperfmeter.transport.StopSignal;
import org.netperfmeter.transport.Transport;
import org.netperfmeter.transport.Transports;
import org.netperfmeter.wire.Acknowledge;
import org.netperfmeter.wire.Message;
import org.netperfmeter.wire.PeerGeneration;
import org.netperfmeter.wire.ProtocolException;

/** Carries out a {@link GenerationProbing}, blocking the caller. */
final class GenerationProber {
    private static final long ANSWER_NANOS = 10_000_000_000L;

    private final Transport transport;
    private final InetSocketAddress peer;
    private final List<InetAddress> local;
    private final StopSignal stop;

    /** @param dialed where the passive node was found */
    GenerationProber(ControlDialer.Dialed dialed, ActiveConfig config, StopSignal stop) {
        transport = Transports.of(dialed.transport().protocol());
        peer = new InetSocketAddress(dialed.address(), config.basePort() + 1);
        local = config.localControl();
        this.stop = stop;
    }

    /** The peer's generation. */
    PeerGeneration probe() throws IOException {
        GenerationProbing probing = new GenerationProbing(new SecureRandom().nextLong());
        while (probing.result().isEmpty()) {
            try (ControlConnection connection = new ControlConnection(
                    transport.connect(Route.to(peer, local), SocketOptions.control(false), Long.MAX_VALUE, stop))) {
                converse(probing, connection);
            }
        }
        return probing.result().get();
    }

    /** Goes on until the result is there or a new connection is needed. */
    private void converse(GenerationProbing probing, ControlConnection connection) throws IOException {
        ReceiveBatch received = transport.newReceiveBatch();
        try (Poller poller = new Poller(2)) {
            poller.add(connection, Poller.READ, connection);
            poller.add(stop, Poller.READ, stop);
            while (probing.result().isEmpty()) {
                connection.send(probing.request());
                Message answer = receive(connection, received, poller);
                if (answer == null) {
                    probing.closed();
                    return;
                }
                if (!(answer instanceof Acknowledge acknowledge)) {
                    throw new IOException("unexpected message of type " + answer.type() + " as the answer to a probe");
                }
                probing.answered(acknowledge);
                if (probing.isRefused()) {
                    throw new IOException("the passive node refuses a probe of its generation; "
                            + "--peer-generation does without it");
                }
            }
        }
    }

    /** The next message, or null if the peer closes the connection. */
    private Message receive(ControlConnection connection, ReceiveBatch received, Poller poller) throws IOException {
        long deadlineNanos = System.nanoTime() + ANSWER_NANOS;
        try {
            Message message = connection.next();
            while (message == null) {
                if (poller.await(deadlineNanos) == 0 && System.nanoTime() - deadlineNanos >= 0) {
                    throw new IOException("the passive node does not answer a probe of its generation; "
                            + "--peer-generation does without it");
                }
                if (stop.isRaised()) {
                    throw new IOException("stopped while its generation was probed");
                }
                try {
                    if (!connection.receive(received)) {
                        return null;
                    }
                } catch (NativeIoException e) {
                    // A reset: the peer has closed, with our request unread.
                    return null;
                }
                message = connection.next();
            }
            return message;
        } catch (ProtocolException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
