// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.transport;

import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.netperfmeter.posix.AddressText;
import org.netperfmeter.posix.Errno;
import org.netperfmeter.posix.EventDescriptor;
import org.netperfmeter.posix.NativeIoException;
import org.netperfmeter.traffic.TransportProtocol;

/**
 * Streams in memory, for tests without sockets. Addresses are only names; a port belongs to one listener of this object at a
 * time. Descriptors are eventfds that are readable whenever the channel or listener is; they always seem writable, so
 * that a poller with interest in writing returns at once, while {@link Channel#awaitWritable} waits.
 */
public final class LoopbackTransport implements Transport {
    private static final int FIRST_EPHEMERAL_PORT = 32768;

    private final Map<Integer, LoopbackListener> listeners = new HashMap<>();
    private int nextPort = FIRST_EPHEMERAL_PORT;

    @Override
    public TransportProtocol protocol() {
        return TransportProtocol.TCP;
    }

    @Override
    public Support support() {
        return new Support(true, "");
    }

    @Override
    public synchronized Channel connect(Route route, SocketOptions options, long deadlineNanos, StopSignal stop)
            throws NativeIoException {
        InetSocketAddress peer = route.peer();
        List<InetAddress> local = route.local();
        if (stop.isRaised()) {
            throw new NativeIoException("connect", AddressText.of(peer), Errno.ECANCELED.number());
        }
        LoopbackListener listener = listeners.get(peer.getPort());
        if (listener == null) {
            throw new NativeIoException("connect", AddressText.of(peer), Errno.ECONNREFUSED.number());
        }
        InetAddress source = local.isEmpty() ? peer.getAddress() : local.get(0);
        InetSocketAddress own = new InetSocketAddress(source, nextPort++);
        LoopbackPipe there = new LoopbackPipe();
        LoopbackPipe back = new LoopbackPipe();
        listener.offer(new LoopbackChannel(peer, own, there, back));
        return new LoopbackChannel(own, peer, back, there);
    }

    @Override
    public synchronized Endpoint open(int port, List<InetAddress> local, SocketOptions options)
            throws NativeIoException {
        InetAddress host = local.isEmpty() ? new InetSocketAddress(0).getAddress() : local.get(0);
        InetSocketAddress address = new InetSocketAddress(host, port == 0 ? nextPort++ : port);
        if (listeners.containsKey(address.getPort())) {
            throw new NativeIoException("bind", AddressText.of(address), Errno.EADDRINUSE.number());
        }
        LoopbackListener listener = new LoopbackListener(address);
        listeners.put(address.getPort(), listener);
        return listener;
    }

    private synchronized void forget(LoopbackListener listener) {
        listeners.remove(listener.localAddress().getPort(), listener);
    }

    @Override
    public ReceiveBatch newReceiveBatch() {
        return new StreamReceiveBatch();
    }

    static EventDescriptor newEvent() {
        try {
            return new EventDescriptor();
        } catch (NativeIoException e) {
            throw new UncheckedIOException(e);
        }
    }

    private final class LoopbackListener implements Listener {
        private final InetSocketAddress address;
        private final Queue<Channel> waiting = new ArrayDeque<>();
        private final EventDescriptor readable = newEvent();

        LoopbackListener(InetSocketAddress address) {
            this.address = address;
        }

        synchronized void offer(Channel channel) {
            waiting.add(channel);
            readable.signal();
        }

        @Override
        public synchronized Channel accept() {
            Channel next = waiting.poll();
            if (waiting.isEmpty()) {
                readable.drain();
            }
            return next;
        }

        @Override
        public InetSocketAddress localAddress() {
            return address;
        }

        @Override
        public int descriptor() {
            return readable.number();
        }

        @Override
        public void close() {
            forget(this);
            readable.close();
        }
    }
}
