// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.transport;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.netperfmeter.posix.NativeSocket;
import org.netperfmeter.posix.SctpPath;
import org.netperfmeter.posix.SctpStatus;

/**
 * Asks the kernel about an association of SCTP and its paths. A path has its number from its first appearance on, and for
 * itself: addresses of the peer may come and go (RFC 5061). For one thread at a time.
 */
final class SctpInspector {
    private static final long MICROS_PER_MILLI = 1000;

    private final Map<Optional<InetSocketAddress>, Long> ids = new HashMap<>();

    /** The association, and its paths in the order of the kernel. */
    List<PathSample> paths(NativeSocket socket, InetSocketAddress local, InetSocketAddress peer) {
        return samples(SctpStatus.of(socket), SctpPath.of(socket), local, peer);
    }

    List<PathSample> samples(SctpStatus status, List<SctpPath> paths, InetSocketAddress local, InetSocketAddress peer) {
        List<PathSample> samples = new ArrayList<>();
        samples.add(association(status, paths.size(), PathSample.text(local), PathSample.text(peer)));
        for (SctpPath path : paths) {
            samples.add(path(ids.computeIfAbsent(path.remote(), remote -> ids.size() + 1L), path));
        }
        return samples;
    }

    private static PathSample association(SctpStatus status, int paths, String local, String peer) {
        PathSample.Values values = new PathSample.Values()
                .put(PathMetric.UNACKED_PACKETS, status.unackedChunks())
                .put(PathMetric.SUBFLOWS, paths == 0 ? -1 : paths)
                .put(PathMetric.SENT_PACKETS, status.sentPackets())
                .put(PathMetric.RECEIVED_PACKETS, status.receivedPackets())
                .put(PathMetric.RETRANSMISSIONS, status.retransmittedChunks());
        return new PathSample(PathSample.Part.CONNECTION, 0, local, peer, status.stateName(), values.known());
    }

    /** Of a round-trip time the kernel says 0 if it is below a millisecond, but also if it has not measured it. */
    private static PathSample path(long id, SctpPath path) {
        PathSample.Values values = new PathSample.Values()
                .put(PathMetric.RTT, path.rttMillis() > 0 ? path.rttMillis() * MICROS_PER_MILLI : -1)
                .put(PathMetric.RETRANSMISSION_TIMEOUT, path.retransmissionTimeoutMillis() * MICROS_PER_MILLI)
                .put(PathMetric.CONGESTION_WINDOW, path.windowBytes())
                .put(PathMetric.MTU_BYTES, path.mtuBytes());
        return new PathSample(
                PathSample.Part.PATH, id, "", PathSample.text(path.remote()), path.stateName(), values.known());
    }
}
