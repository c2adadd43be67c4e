// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.transport;

import java.net.InetSocketAddress;
import java.util.List;
import org.netperfmeter.posix.NativeSocket;
import org.netperfmeter.posix.TcpInfo;

/** Asks the kernel about a connection of TCP. */
final class TcpInspector implements StreamTransport.Inspector {
    private final NativeSocket socket;

    TcpInspector(NativeSocket socket) {
        this.socket = socket;
    }

    @Override
    public TransportSample sample() {
        return TransportSample.NONE;
    }

    @Override
    public List<PathSample> paths(InetSocketAddress local, InetSocketAddress peer) {
        return List.of(path(
                PathSample.Part.CONNECTION, 0, PathSample.text(local), PathSample.text(peer), TcpInfo.of(socket), 1));
    }

    /** @param subflows of the whole connection; negative: of a subflow, that has none */
    static PathSample path(PathSample.Part part, long id, String local, String remote, TcpInfo info, int subflows) {
        boolean windowIsKnown = info.windowSegments() >= 0 && info.segmentBytes() >= 0;
        PathSample.Values values = new PathSample.Values()
                .put(PathMetric.RTT, info.rttMicros())
                .put(PathMetric.RTT_VARIATION, info.rttVariationMicros())
                .put(PathMetric.MIN_RTT, info.minRttMicros())
                .put(PathMetric.RETRANSMISSION_TIMEOUT, info.retransmissionTimeoutMicros())
                .put(PathMetric.CONGESTION_WINDOW, windowIsKnown ? info.windowSegments() * info.segmentBytes() : -1)
                .put(PathMetric.SEGMENT_BYTES, info.segmentBytes())
                .put(PathMetric.MTU_BYTES, info.pathMtuBytes())
                .put(PathMetric.UNACKED_PACKETS, info.unackedPackets())
                .put(PathMetric.DELIVERY_RATE, info.deliveryBytesPerSecond())
                .put(PathMetric.SUBFLOWS, subflows)
                .put(PathMetric.SENT_BYTES, info.sentBytes())
                .put(PathMetric.ACKED_BYTES, info.ackedBytes())
                .put(PathMetric.RECEIVED_BYTES, info.receivedBytes())
                .put(PathMetric.RETRANSMITTED_BYTES, info.retransmittedBytes())
                .put(PathMetric.SENT_PACKETS, info.sentPackets())
                .put(PathMetric.RECEIVED_PACKETS, info.receivedPackets())
                .put(PathMetric.RETRANSMISSIONS, info.retransmissions())
                .put(PathMetric.BUSY, info.busyMicros())
                .put(PathMetric.RECEIVE_WINDOW_LIMITED, info.receiveWindowLimitedMicros())
                .put(PathMetric.SEND_BUFFER_LIMITED, info.sendBufferLimitedMicros());
        return new PathSample(part, id, local, remote, info.stateName(), values.known());
    }
}
