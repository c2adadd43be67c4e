// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A peer that holds one conversation with a passive node: broken, malicious, or gone before it is over. All that it does
 * follows from the seed. Its address is any of 127.0.0.0/8 but 127.0.0.1, so that what is known of it does not count against
 * others.
 */
final class HostilePeer implements AutoCloseable {
    private static final int CONNECT_MILLIS = 10_000;
    private static final int MOST_CONNECTS = 24;
    private static final int MOST_DATAGRAMS = 24;
    private static final int MOST_NOISE_BYTES = 4_000;
    /** How long an answer is waited for that may not come. */
    private static final int PATIENCE_MILLIS = 30;

    private static final List<Way> WAYS = List.of(Way.values());

    private enum Way {
        MUTATED_MEASUREMENT,
        BYTE_BY_BYTE,
        FLOOD_OF_CONNECTS,
        HALF_OPEN,
        NOISE,
        NOISE_OF_DATAGRAMS
    }

    private final SplittableRandom random;
    private final int basePort;
    private final InetAddress address;
    private final List<AutoCloseable> open = new ArrayList<>();
    private Socket control;
    private Socket data;
    private DatagramSocket datagrams;

    HostilePeer(long seed, int basePort) throws IOException {
        this.random = new SplittableRandom(seed);
        this.basePort = basePort;
        this.address = InetAddress.getByAddress(new byte[] {
            127, (byte) random.nextInt(1, 255), (byte) random.nextInt(256), (byte) random.nextInt(1, 255)
        });
    }

    /**
     * Talks. That the node closes a connection in the middle is its right; that it is not there at all is not.
     *
     * @throws ConnectException if nobody listens any more
     */
    void talk() throws IOException {
        try {
            talk(way());
        } catch (ConnectException e) {
            throw e;
        } catch (IOException e) {
            // The node did not want to hear the rest.
        }
    }

    private Way way() {
        int choice = random.nextInt(16);
        // Most conversations are measurements, because those get farthest.
        return choice < WAYS.size() ? WAYS.get(choice) : Way.MUTATED_MEASUREMENT;
    }

    private void talk(Way way) throws IOException {
        switch (way) {
            case MUTATED_MEASUREMENT -> measure(false);
            case BYTE_BY_BYTE -> measure(true);
            case FLOOD_OF_CONNECTS -> connectOften();
            case HALF_OPEN -> beginOnly();
            case NOISE -> makeNoise();
            case NOISE_OF_DATAGRAMS -> makeNoiseOfDatagrams();
        }
        leave();
    }

    private void measure(boolean byteByByte) throws IOException {
        MeasurementScript script = new MeasurementScript(random);
        script.mutate();
        boolean patient = random.nextBoolean();
        control = connect(basePort + 1);
        data = connect(basePort);
        datagrams = datagramSocket();
        for (MeasurementScript.Step step : script.steps()) {
            switch (step.way()) {
                case CONTROL -> {
                    write(control, step.bytes(), byteByByte);
                    if (patient) {
                        awaitAnswer(control);
                    }
                }
                case DATA -> write(data, step.bytes(), byteByByte);
                case DATAGRAM -> send(step.bytes());
            }
        }
        if (patient) {
            awaitAnswer(control);
        }
    }

    private void connectOften() throws IOException {
        int connects = random.nextInt(1, MOST_CONNECTS + 1);
        for (int i = 0; i < connects; i++) {
            Socket socket = connect(anyPort());
            if (random.nextBoolean()) {
                end(socket);
            }
        }
    }

    /** Begins messages that are never completed. */
    private void beginOnly() throws IOException {
        MeasurementScript script = new MeasurementScript(random);
        for (int i = random.nextInt(1, 5); i > 0; i--) {
            byte[] bytes = script.anyStep().bytes();
            Socket socket = connect(anyPort());
            socket.getOutputStream().write(bytes, 0, random.nextInt(bytes.length));
        }
    }

    private void makeNoise() throws IOException {
        Socket socket = connect(anyPort());
        socket.getOutputStream().write(noise(random.nextInt(MOST_NOISE_BYTES)));
    }

    private void makeNoiseOfDatagrams() throws IOException {
        MeasurementScript script = new MeasurementScript(random);
        for (int i = random.nextInt(1, MOST_DATAGRAMS + 1); i > 0; i--) {
            if (datagrams == null || random.nextInt(4) == 0) {
                datagrams = datagramSocket();
            }
            byte[] bytes = script.anyStep().bytes();
            send(random.nextBoolean() ? noise(random.nextInt(200)) : MeasurementScript.flipped(bytes, random));
        }
    }

    private byte[] noise(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private int anyPort() {
        return basePort + (random.nextBoolean() ? 1 : 0);
    }

    private Socket connect(int port) throws IOException {
        Socket socket = new Socket();
        open.add(socket);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.bind(new InetSocketAddress(address, 0));
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
        return socket;
    }

    private DatagramSocket datagramSocket() throws IOException {
        DatagramSocket socket = new DatagramSocket(new InetSocketAddress(address, 0));
        open.add(socket);
        return socket;
    }

    private void send(byte[] bytes) throws IOException {
        datagrams.send(new DatagramPacket(
                bytes, bytes.length, new InetSocketAddress(InetAddress.getLoopbackAddress(), basePort)));
    }

    private static void write(Socket socket, byte[] bytes, boolean byteByByte) throws IOException {
        if (byteByByte) {
            for (byte each : bytes) {
                socket.getOutputStream().write(each);
            }
        } else {
            socket.getOutputStream().write(bytes);
        }
    }

    /** Takes what is there, after some patience; SocketTimeoutException is an answer, too. */
    private static void awaitAnswer(Socket socket) throws IOException {
        InputStream input = socket.getInputStream();
        try {
            byte[] buffer = new byte[4096];
            int bytes = input.read(buffer);
            while (bytes >= 0 && input.available() > 0) {
                bytes = input.read(buffer);
            }
        } catch (SocketTimeoutException e) {
            // No answer.
        }
    }

    /** Ends connections in any order and any way. */
    private void leave() throws IOException {
        for (AutoCloseable each : open) {
            if (each instanceof Socket socket && random.nextBoolean()) {
                end(socket);
            }
        }
    }

    private void end(Socket socket) throws IOException {
        switch (random.nextInt(3)) {
            case 0 -> socket.shutdownOutput();
            case 1 -> {
                socket.setSoLinger(true, 0);
                socket.close();
            }
            default -> socket.close();
        }
    }

    @Override
    public void close() throws IOException {
        for (AutoCloseable each : open) {
            if (each instanceof Socket socket) {
                socket.close();
            } else if (each instanceof DatagramSocket socket) {
                socket.close();
            }
        }
    }
}
