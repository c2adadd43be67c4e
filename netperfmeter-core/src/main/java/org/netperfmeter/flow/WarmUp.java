// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.flow;

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
import org.netperfmeter.transport.Endpoint;
import org.netperfmeter.transport.Route;
import org.netperfmeter.transport.SocketOptions;
import org.netperfmeter.transport.StopSignal;
import org.netperfmeter.transport.TimeStamping;
import org.netperfmeter.transport.Transport;
import org.netperfmeter.transport.Transports;

/**
 * Paced datagrams to a socket of this process that nobody reads, so that Java has compiled what frames pass through before
 * a measurement begins: otherwise those of its first second would leave late.
 */
public final class WarmUp {
    private static final int FRAMES_PER_SECOND = 50_000;
    private static final int FRAME_BYTES = 100;

    private WarmUp() {}

    /** Takes so long, or no time at all where that fails: the measurement will say what is wrong. */
    public static void run(long nanos) {
        SocketOptions options = SocketOptions.of(FlowOptions.DEFAULTS);
        Transport udp = Transports.of(TransportProtocol.UDP);
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (StopSignal stop = new StopSignal();
                Endpoint sink = udp.open(0, List.of(loopback), options);
                Channel channel = udp.connect(
                        Route.to(new InetSocketAddress(
                                loopback, sink.localAddress().getPort())),
                        options,
                        Long.MAX_VALUE,
                        stop)) {
            send(channel, nanos);
        } catch (NativeIoException | LinkageError e) {
            // A measurement begins more slowly then.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void send(Channel channel, long nanos) throws InterruptedException {
        FlowDefinition definition = new FlowDefinition(
                0,
                0,
                "Warm-up",
                TransportProtocol.UDP,
                TrafficPattern.constant(FRAMES_PER_SECOND, FRAME_BYTES),
                TrafficPattern.SILENT,
                FlowOptions.DEFAULTS);
        List<Flow> flows = List.of(new Flow(new FlowKey(0, 0, 0), definition, channel, true, Optional.empty(), false));
        DataPlane plane = new DataPlane(true, false, TimeStamping.APP, new SystemClock(), (flow, reason) -> {});
        plane.startSending(flows, 0);
        long endNanos = System.nanoTime() + nanos;
        for (long left = nanos; left > 0; left = endNanos - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
        plane.stopSending(flows);
        plane.close();
    }
}
