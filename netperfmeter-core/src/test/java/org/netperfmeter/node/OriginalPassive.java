// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A passive node that behaves as one of the original on the wire: it knows no mark, reads messages from sockets and writes
 * exact bytes. Tests override what is to go otherwise.
 */
class OriginalPassive implements AutoCloseable {
    static final int ADD_FLOW = 0x02;
    static final int REMOVE_FLOW = 0x03;
    static final int START = 0x06;
    static final int STOP = 0x07;

    /** How the generations check the length of on/off events in Add Flow (protocol.md 10). */
    static final int LEGACY = 4;

    static final int CURRENT = 36;
    static final int EARLY = 40;

    private static final int ADD_FLOW_BYTES = 194;
    private static final int EVENT_COUNT_OFFSET = 192;
    private static final int MEASUREMENT_OFFSET = 8;
    private static final int IDENTIFY_MEASUREMENT_OFFSET = 16;
    private static final int RESULTS_BYTES = 1400;

    /** Control messages in the order of their arrival, on all connections. */
    final List<byte[]> received = new CopyOnWriteArrayList<>();

    final int basePort;
    private final int eventBytes;
    private final ServerSocket controlListener;
    private final ServerSocket dataListener;
    private final List<Thread> acceptors = new CopyOnWriteArrayList<>();
    private final List<Thread> servants = new CopyOnWriteArrayList<>();
    private final ConcurrentLinkedQueue<RawConnection> connections = new ConcurrentLinkedQueue<>();

    /** The control connection on which the last flow was defined. */
    private volatile RawConnection control;

    /** Data connections in the order of their Identify. */
    final List<RawConnection> identified = new CopyOnWriteArrayList<>();

    final AtomicInteger controlConnections = new AtomicInteger();

    OriginalPassive(int eventBytes) throws IOException {
        this.eventBytes = eventBytes;
        ServerSocket first = null;
        ServerSocket second = null;
        while (second == null) {
            first = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            try {
                second = new ServerSocket(first.getLocalPort() + 1, 50, InetAddress.getLoopbackAddress());
            } catch (IOException | IllegalArgumentException e) {
                first.close();
            }
        }
        dataListener = first;
        controlListener = second;
        basePort = first.getLocalPort();
        acceptors.add(start(() -> accept(controlListener, this::serveControl)));
        acceptors.add(start(() -> accept(dataListener, this::serveData)));
    }

    OriginalPassive() throws IOException {
        this(CURRENT);
    }

    // ------ To be overridden

    /** The flow is defined. */
    void addFlow(RawConnection from, byte[] message) throws IOException {
        acknowledge(from, message, 0);
    }

    void identify(RawConnection definedOn, byte[] message) throws IOException {
        acknowledge(definedOn, message, 0);
    }

    void start(RawConnection from, byte[] message) throws IOException {
        acknowledge(from, message, 0);
    }

    void stop(RawConnection from, byte[] message) throws IOException {
        for (RawConnection flow : identified) {
            flow.endSending();
        }
        acknowledge(from, message, 0);
    }

    void removeFlow(RawConnection from, byte[] message) throws IOException {
        // Without vectors there is no reply.
    }

    // ------ Answers

    /** Acknowledges any request, without a mark. */
    static void acknowledge(RawConnection to, byte[] request, int status) throws IOException {
        boolean identify = request[0] == 0x04;
        boolean ofFlow = identify || request[0] == ADD_FLOW || request[0] == REMOVE_FLOW;
        int measurement = identify ? IDENTIFY_MEASUREMENT_OFFSET : MEASUREMENT_OFFSET;
        ByteBuffer acknowledge = ByteBuffer.allocate(24);
        acknowledge.put(RawConnection.bytes("01000018"));
        if (ofFlow) {
            acknowledge.put(request, 4, 4).put(request, measurement, 8).put(request, measurement + 8, 2);
        } else {
            acknowledge.putInt(0).put(request, measurement, 8).putShort((short) 0);
        }
        to.send(acknowledge.putShort((short) 0).putInt(status).array());
    }

    /** Uploads a file as the original does: a last piece that is full is followed by an empty one. */
    static void upload(RawConnection to, byte[] file) throws IOException {
        for (int at = 0; at <= file.length; at += RESULTS_BYTES) {
            int bytes = Math.min(RESULTS_BYTES, file.length - at);
            results(to, Arrays.copyOfRange(file, at, at + bytes), bytes < RESULTS_BYTES);
        }
    }

    static void results(RawConnection to, byte[] piece, boolean last) throws IOException {
        ByteBuffer results = ByteBuffer.allocate(4 + piece.length);
        results.put((byte) 0x08).put((byte) (last ? 1 : 0)).putShort((short) (4 + piece.length));
        to.send(results.put(piece).array());
    }

    // ------ Serving

    /** Types of the control messages that came. */
    List<Integer> receivedTypes() {
        List<Integer> types = new ArrayList<>();
        received.forEach(message -> types.add((int) message[0]));
        return types;
    }

    private void serveControl(RawConnection connection) throws IOException {
        controlConnections.incrementAndGet();
        while (true) {
            byte[] message = connection.message();
            received.add(message);
            switch (message[0]) {
                case ADD_FLOW -> {
                    int events = Short.toUnsignedInt(ByteBuffer.wrap(message).getShort(EVENT_COUNT_OFFSET));
                    if (message.length < ADD_FLOW_BYTES + eventBytes * events) {
                        connection.close();
                        return;
                    }
                    control = connection;
                    addFlow(connection, message);
                }
                case REMOVE_FLOW -> removeFlow(connection, message);
                case START -> start(connection, message);
                case STOP -> stop(connection, message);
                default -> {
                    connection.close();
                    return;
                }
            }
        }
    }

    private void serveData(RawConnection connection) throws IOException {
        byte[] message = connection.message();
        identified.add(connection);
        identify(control, message);
        connection.skipToEnd();
    }

    private void accept(ServerSocket listener, Service service) throws IOException {
        while (true) {
            RawConnection connection = new RawConnection(listener.accept());
            connections.add(connection);
            servants.add(start(() -> service.serve(connection)));
        }
    }

    private static Thread start(Action action) {
        Thread thread = new Thread(() -> {
            try {
                action.run();
            } catch (IOException e) {
                // The connection, or the test, is over.
            }
        });
        thread.start();
        return thread;
    }

    /** Waits until the active node has ended its connections, and all that it said has been heard. */
    void awaitEndOfConnections() throws InterruptedException {
        join(servants);
    }

    private static void join(List<Thread> threads) throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
    }

    @Override
    public void close() throws IOException {
        controlListener.close();
        dataListener.close();
        for (RawConnection connection : connections) {
            connection.close();
        }
        try {
            join(acceptors);
            join(servants);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @FunctionalInterface
    private interface Service {
        void serve(RawConnection connection) throws IOException;
    }

    @FunctionalInterface
    private interface Action {
        void run() throws IOException;
    }
}
