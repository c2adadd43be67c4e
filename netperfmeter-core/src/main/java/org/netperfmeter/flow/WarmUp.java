// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.flow;

import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.netperfmeter.posix.NativeIoException;
import org.netperfmeter.traffic.FlowDefinition;
import org.netperfmeter.traffic.FlowKey;
import org.netperfmeter.traffic.FlowOptions;
import org.netperfmeter.traffic.TrafficPattern;
import org.netperfmeter.traffic.TransportProtocol;
import org.netperfmeter.transport.Channel;
import org.netperfmeter.transport.DatagramEndpoint;
import org.netperfmeter.transport.Endpoint;
import org.netperfmeter.transport.Listener;
import org.netperfmeter.transport.Poller;
import org.netperfmeter.transport.Route;
import org.netperfmeter.transport.SocketOptions;
import org.netperfmeter.transport.StopSignal;
import org.netperfmeter.transport.TimeStamping;
import org.netperfmeter.transport.Transport;
import org.netperfmeter.transport.Transports;

/**
 * Traffic to a socket of this process, over loopback, so that Java has compiled what messages pass through before a
 * measurement begins: otherwise its first second would be one of the compiler. Each kind takes the time that it is given, or
 * none at all where it fails: the measurement will say what is wrong.
 */
public final class WarmUp {
    private static final int FRAMES_PER_SECOND = 50_000;
    private static final int PACED_FRAME_BYTES = 100;
    private static final int SATURATED_FRAME_BYTES = 1400;

    private static final SocketOptions OPTIONS = SocketOptions.of(FlowOptions.DEFAULTS);
    private static final List<InetAddress> LOOPBACK = List.of(InetAddress.getLoopbackAddress());

    private WarmUp() {}

    /** What sends paced frames: datagrams that nobody reads. */
    public static void paced(long nanos) {
        attempt((plane, stop) -> {
            Transport udp = Transports.of(TransportProtocol.UDP);
            try (Endpoint sink = udp.open(0, LOOPBACK, OPTIONS);
                    Channel sending = udp.connect(to(sink), OPTIONS, Long.MAX_VALUE, stop)) {
                send(plane, sending, TrafficPattern.constant(FRAMES_PER_SECOND, PACED_FRAME_BYTES), nanos);
            }
        });
    }

    /** What sends and receives a saturated stream. */
    public static void stream(long nanos) {
        attempt((plane, stop) -> {
            Transport tcp = Transports.of(TransportProtocol.TCP);
            try (Listener listener = (Listener) tcp.open(0, LOOPBACK, OPTIONS);
                    Channel sending = tcp.connect(to(listener), OPTIONS, Long.MAX_VALUE, stop);
                    Channel receiving = accept(listener)) {
                plane.startReceiving(flow(receiving, TrafficPattern.SILENT));
                send(plane, sending, TrafficPattern.constant(0, SATURATED_FRAME_BYTES), nanos);
            }
        });
    }

    /** What sends saturated datagrams, and receives them by a socket that may serve many flows. */
    public static void datagrams(long nanos) {
        attempt((plane, stop) -> {
            Transport udp = Transports.of(TransportProtocol.UDP);
            try (DatagramEndpoint shared = (DatagramEndpoint) udp.open(0, LOOPBACK, OPTIONS);
                    Channel sending = udp.connect(to(shared), OPTIONS, Long.MAX_VALUE, stop);
                    Channel receiving = shared.channelTo(sending.localAddress())) {
                plane.startReceiving(
                        flow(receiving, TrafficPattern.SILENT),
                        plane.startReceiving(shared, TransportProtocol.UDP, (message, source) -> {}));
                send(plane, sending, TrafficPattern.constant(0, SATURATED_FRAME_BYTES), nanos);
            }
        });
    }

    /** Traffic of one kind. */
    private interface Kind {
        /** Leaves the plane without threads. */
        void run(DataPlane plane, StopSignal stop) throws NativeIoException, InterruptedException;
    }

    private static void attempt(Kind kind) {
        try (StopSignal stop = new StopSignal()) {
            kind.run(new DataPlane(true, false, TimeStamping.KERNEL, new SystemClock(), (flow, reason) -> {}), stop);
        } catch (NativeIoException | UncheckedIOException | LinkageError e) {
            // A measurement begins more slowly then.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The client may see its connection before the listener does. */
    private static Channel accept(Listener listener) throws NativeIoException {
        try (Poller poller = new Poller(1)) {
            poller.add(listener, Poller.READ, listener);
            Channel channel = null;
            while (channel == null) {
                poller.await(Long.MAX_VALUE);
                channel = listener.accept();
            }
            poller.remove(listener);
            return channel;
        }
    }

    private static Route to(Endpoint endpoint) {
        return Route.to(new InetSocketAddress(
                InetAddress.getLoopbackAddress(), endpoint.localAddress().getPort()));
    }

    private static Flow flow(Channel channel, TrafficPattern outbound) {
        FlowDefinition definition = new FlowDefinition(
                0, 0, "Warm-up", channel.protocol(), outbound, TrafficPattern.SILENT, FlowOptions.DEFAULTS);
        return new Flow(new FlowKey(0, 0, 0), definition, channel, true, Optional.empty(), false);
    }

    /** Sends for so long, and closes the plane. */
    private static void send(DataPlane plane, Channel channel, TrafficPattern outbound, long nanos)
            throws InterruptedException {
        List<Flow> flows = List.of(flow(channel, outbound));
        plane.startSending(flows, 0);
        long endNanos = System.nanoTime() + nanos;
        for (long left = nanos; left > 0; left = endNanos - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
        plane.stopSending(flows);
        plane.close();
    }
}
