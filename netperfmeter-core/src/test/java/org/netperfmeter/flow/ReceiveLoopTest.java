// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.netperfmeter.traffic.FlowKey;
import org.netperfmeter.traffic.FlowOptions;
import org.netperfmeter.traffic.TransportProtocol;
import org.netperfmeter.transport.DatagramEndpoint;
import org.netperfmeter.transport.SocketOptions;
import org.netperfmeter.transport.Transports;
import org.netperfmeter.wire.FileFormat;
import org.netperfmeter.wire.IdentifyFlow;
import org.netperfmeter.wire.MessageCodec;

/** What other threads want of a receive loop. */
class ReceiveLoopTest {
    private static final int COMMANDS = 20_000;

    /** With datagrams, waits as short as these are waits without sleep. */
    @Test
    @Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void noCommandIsForgottenBetweenWaitsWithAndWithoutSleep() throws Exception {
        DatagramEndpoint endpoint = (DatagramEndpoint) Transports.of(TransportProtocol.UDP)
                .open(0, List.of(InetAddress.getLoopbackAddress()), SocketOptions.of(FlowOptions.DEFAULTS));
        ReceiveLoop loop = new ReceiveLoop("receive-test", new SystemClock());
        DatagramDemultiplexer reader = new DatagramDemultiplexer(endpoint, (message, source) -> {});
        loop.add(endpoint, TransportProtocol.UDP, reader);
        for (int i = 0; i < COMMANDS; i++) {
            loop.synchronize().get(10, TimeUnit.SECONDS);
        }
        loop.release(endpoint, reader).get(10, TimeUnit.SECONDS);
        loop.close();
        endpoint.close();
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void commandFindsReadWhatWasThereBeforeIt() throws Exception {
        byte[] identify = MessageCodec.encode(new IdentifyFlow(new FlowKey(1, 2, 3), FileFormat.NONE));
        AtomicInteger read = new AtomicInteger();
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        try (DatagramEndpoint endpoint = (DatagramEndpoint) Transports.of(TransportProtocol.UDP)
                        .open(0, List.of(InetAddress.getLoopbackAddress()), SocketOptions.of(FlowOptions.DEFAULTS));
                DatagramSocket sender = new DatagramSocket()) {
            ReceiveLoop loop = new ReceiveLoop("receive-test", new SystemClock());
            DatagramDemultiplexer reader = new DatagramDemultiplexer(endpoint, (message, source) -> {
                read.incrementAndGet();
                reading.countDown();
                awaitUninterrupted(goOn);
            });
            loop.add(endpoint, TransportProtocol.UDP, reader);
            DatagramPacket packet = new DatagramPacket(identify, identify.length, endpoint.localAddress());
            sender.send(packet);
            reading.await();
            for (int i = 0; i < 20; i++) {
                sender.send(packet);
            }
            CompletableFuture<Integer> readBefore = loop.synchronize().thenApply(done -> read.get());
            goOn.countDown();
            assertEquals(21, readBefore.get());
            loop.release(endpoint, reader).get();
            loop.close();
        }
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
