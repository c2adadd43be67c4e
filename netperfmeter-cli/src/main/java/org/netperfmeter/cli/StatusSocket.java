// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.cli;

import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.netperfmeter.node.PassiveStatus;

/**
 * Tells everybody who connects to a Unix socket how a passive node is doing, and closes the connection. Only the node's user
 * and group may connect.
 */
final class StatusSocket implements AutoCloseable {
    private static final String PERMISSIONS = "rw-rw----";

    /** The node's control loop answers within milliseconds, unless the node is about to end. */
    private static final long PATIENCE_SECONDS = 5;

    private final Path path;
    private final Supplier<CompletableFuture<PassiveStatus>> status;
    private final ServerSocketChannel server;

    private StatusSocket(Path path, Supplier<CompletableFuture<PassiveStatus>> status, ServerSocketChannel server) {
        this.path = path;
        this.status = status;
        this.server = server;
    }

    /**
     * Opens the socket; one that a node has left behind is replaced.
     *
     * @throws IOException naming the path, for instance if another node answers there
     */
    static StatusSocket open(Path path, Supplier<CompletableFuture<PassiveStatus>> status) throws IOException {
        try {
            removeLeftover(path);
            ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            try {
                server.bind(UnixDomainSocketAddress.of(path));
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(PERMISSIONS));
            } catch (IOException e) {
                server.close();
                throw e;
            }
            StatusSocket socket = new StatusSocket(path, status, server);
            Thread thread = new Thread(socket::serve, "status");
            thread.setDaemon(true);
            thread.start();
            return socket;
        } catch (IOException e) {
            throw new IOException("cannot open the status socket " + path + ": " + e.getMessage(), e);
        }
    }

    private static void removeLeftover(Path path) throws IOException {
        if (Files.exists(path)
                && Files.readAttributes(path, BasicFileAttributes.class).isOther()) {
            try {
                SocketChannel.open(UnixDomainSocketAddress.of(path)).close();
            } catch (ConnectException e) {
                Files.delete(path);
            }
        }
    }

    Path path() {
        return path;
    }

    private void serve() {
        while (server.isOpen()) {
            try (SocketChannel asker = server.accept()) {
                ByteBuffer text = StandardCharsets.UTF_8.encode(text());
                while (text.hasRemaining()) {
                    asker.write(text);
                }
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                // Who asked did not wait for the answer.
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private String text() throws InterruptedException {
        try {
            return StatusText.of(status.get().get(PATIENCE_SECONDS, TimeUnit.SECONDS));
        } catch (ExecutionException | TimeoutException e) {
            return "The node does not answer.\n";
        }
    }

    /**
     * What the node behind a status socket says.
     *
     * @throws IOException naming the path, if there is none
     */
    static String ask(Path path) throws IOException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IOException("no passive node answers at " + path + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            server.close();
            Files.deleteIfExists(path);
        } catch (IOException e) {
            // The next node replaces it.
        }
    }
}
