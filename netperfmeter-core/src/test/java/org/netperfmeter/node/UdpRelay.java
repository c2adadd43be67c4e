// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.netperfmeter.wire.DataHeader;
import org.netperfmeter.wire.MessageHeader;

/**
 * Between an active node and a passive one, with ports of its own: hands on the control connection as it is, and of the
 * datagrams of a flow loses, doubles and delays some in both directions, by their sequence numbers. What a node says on the
 * control connection does not overtake the datagrams that it sent before.
 */
final class UdpRelay implements AutoCloseable {
    private static final int PERIOD = 20;
    private static final int LOST = 5;
    private static final int DOUBLED = 9;
    private static final int HELD = 12;
    private static final int RELEASED_AFTER = 15;
    private static final int DOUBLED_LATER = 16;
    private static final int DOUBLED_AFTER = 18;

    private static final int BUFFER_BYTES = 1 << 20;

    final int basePort;
    private final InetSocketAddress passiveData;
    private final InetSocketAddress passiveControl;
    private final List<Closeable> open = new CopyOnWriteArrayList<>();
    private final ServerSocket control;
    private final Selector selector;
    private final DatagramChannel towardsActive;
    private final DatagramChannel towardsPassive;
    private final Direction outbound;
    private final Direction inbound;
    private SocketAddress active;

    /** Sequence numbers in the order in which they were handed on. */
    final List<Long> toPassive = Collections.synchronizedList(new ArrayList<>());

    final List<Long> toActive = Collections.synchronizedList(new ArrayList<>());

    private UdpRelay(int basePort, int passiveBasePort) throws IOException {
        this.basePort = basePort;
        InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        passiveData = new InetSocketAddress(loopback, passiveBasePort);
        passiveControl = new InetSocketAddress(loopback, passiveBasePort + 1);
        try {
            selector = opened(Selector.open());
            towardsActive = opened(datagrams(new InetSocketAddress(loopback, basePort)));
            towardsPassive = opened(datagrams(new InetSocketAddress(loopback, 0)));
            control = opened(new ServerSocket(basePort + 1, 1, loopback));
        } catch (IOException e) {
            close();
            throw e;
        }
        outbound = new Direction(toPassive) {
            @Override
            void send(byte[] datagram) throws IOException {
                towardsPassive.send(ByteBuffer.wrap(datagram), passiveData);
            }
        };
        inbound = new Direction(toActive) {
            @Override
            void send(byte[] datagram) throws IOException {
                towardsActive.send(ByteBuffer.wrap(datagram), active);
            }
        };
        start(this::relayControl);
        start(this::relayDatagrams);
    }

    /** To be taken for the passive node of this base port. */
    static UdpRelay to(int passiveBasePort) throws IOException {
        return RunningPassive.onAnyPort(basePort -> new UdpRelay(basePort, passiveBasePort));
    }

    private <T extends Closeable> T opened(T resource) {
        open.add(resource);
        return resource;
    }

    private DatagramChannel datagrams(SocketAddress local) throws IOException {
        DatagramChannel channel = opened(DatagramChannel.open());
        channel.setOption(StandardSocketOptions.SO_RCVBUF, BUFFER_BYTES);
        channel.bind(local).configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ);
        return channel;
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void start(Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException | ClosedSelectorException e) {
                        // Something was closed: by a node, or by the test.
                    }
                },
                "relay");
        thread.setDaemon(true);
        thread.start();
    }

    private void relayControl() throws IOException {
        Socket fromActive = opened(control.accept());
        Socket toPassiveNode = opened(new Socket(passiveControl.getAddress(), passiveControl.getPort()));
        start(() -> copy(fromActive, toPassiveNode));
        copy(toPassiveNode, fromActive);
    }

    private void copy(Socket from, Socket to) throws IOException {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        byte[] bytes = new byte[1 << 16];
        for (int length = in.read(bytes); length > 0; length = in.read(bytes)) {
            relayWaiting();
            out.write(bytes, 0, length);
        }
        to.shutdownOutput();
    }

    private void relayDatagrams() throws IOException {
        while (true) {
            selector.select();
            selector.selectedKeys().clear();
            relayWaiting();
        }
    }

    /** Hands on all datagrams that are there. */
    private synchronized void relayWaiting() throws IOException {
        ByteBuffer datagram = ByteBuffer.allocate(1 << 16);
        for (SocketAddress from = towardsActive.receive(datagram);
                from != null;
                from = towardsActive.receive(datagram)) {
            active = from;
            outbound.relay(taken(datagram));
        }
        while (towardsPassive.receive(datagram) != null) {
            inbound.relay(taken(datagram));
        }
    }

    private static byte[] taken(ByteBuffer datagram) {
        byte[] bytes = new byte[datagram.flip().remaining()];
        datagram.get(bytes).clear();
        return bytes;
    }

    /** What becomes of the datagrams of one direction. */
    private abstract static class Direction {
        private final List<Long> handedOn;
        private byte[] held;
        private byte[] copy;

        Direction(List<Long> handedOn) {
            this.handedOn = handedOn;
        }

        abstract void send(byte[] datagram) throws IOException;

        final void relay(byte[] datagram) throws IOException {
            ByteBuffer bytes = ByteBuffer.wrap(datagram);
            if (MessageHeader.type(bytes, 0) != MessageHeader.DATA) {
                send(datagram);
                return;
            }
            switch (Math.toIntExact(DataHeader.sequenceNumber(bytes, 0) % PERIOD)) {
                case LOST -> {}
                case DOUBLED -> handOn(datagram, datagram);
                case HELD -> held = datagram;
                case RELEASED_AFTER -> {
                    handOn(datagram);
                    release(held);
                    held = null;
                }
                case DOUBLED_LATER -> {
                    copy = datagram;
                    handOn(datagram);
                }
                case DOUBLED_AFTER -> {
                    handOn(datagram);
                    release(copy);
                    copy = null;
                }
                default -> handOn(datagram);
            }
        }

        /** Nothing if that datagram has not come. */
        private void release(byte[] datagram) throws IOException {
            if (datagram != null) {
                handOn(datagram);
            }
        }

        private void handOn(byte[]... datagrams) throws IOException {
            for (byte[] datagram : datagrams) {
                handedOn.add(DataHeader.sequenceNumber(ByteBuffer.wrap(datagram), 0));
                send(datagram);
            }
        }
    }

    @Override
    public void close() {
        for (Closeable resource : open) {
            try {
                resource.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
