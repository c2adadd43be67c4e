// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.interoperation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Forwards plain TCP from one port of the loopback interface to another: what a middlebox without MPTCP would do. */
final class Tunnel implements AutoCloseable {
    private static final int BACKLOG = 10;

    private final ServerSocket listener;
    private final int target;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    Tunnel(int port, int target) {
        try {
            listener = new ServerSocket(port, BACKLOG, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.target = target;
        start(this::accept);
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "tunnel");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket near = keep(listener.accept());
                Socket far = keep(new Socket(InetAddress.getLoopbackAddress(), target));
                start(() -> forward(near, far));
                start(() -> forward(far, near));
            }
        } catch (IOException e) {
            close();
        }
    }

    private Socket keep(Socket socket) {
        sockets.add(socket);
        return socket;
    }

    private static void forward(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException e) {
            closeQuietly(to);
        }
    }

    private static void closeQuietly(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        closeQuietly(listener);
        sockets.forEach(Tunnel::closeQuietly);
    }
}
