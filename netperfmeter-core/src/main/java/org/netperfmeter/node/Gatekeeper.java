// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.netperfmeter.control.Admission;
import org.netperfmeter.posix.AddressText;
import org.netperfmeter.traffic.FlowDefinition;
import org.netperfmeter.traffic.FlowKey;
import org.netperfmeter.traffic.FlowOptions;

/**
 * Checks who may connect to a passive node, and how many of everything there may be. What is taken is counted until it is
 * given back. Belongs to the control loop.
 */
final class Gatekeeper {
    private final PassiveLimits limits;
    private final Refusals refusals;

    private final Map<InetAddress, Long> connectionsOf = new HashMap<>();
    private long connections;
    private long measurements;

    Gatekeeper(PassiveLimits limits, Refusals refusals) {
        this.limits = limits;
        this.refusals = refusals;
    }

    /** Control connections, flows, and data connections without a flow. */
    long connections() {
        return connections;
    }

    /** Measurements of which there are flows, or which run. */
    long measurements() {
        return measurements;
    }

    /** Whether a connection that was accepted may stay. Then {@link #leave} follows. */
    boolean enter(InetSocketAddress peer) {
        if (!limits.allowed().isEmpty() && !AddressRange.anyContains(limits.allowed(), peer.getAddress())) {
            refusals.add(Refusal.NOT_ALLOWED, peer, "not in --allow");
            return false;
        }
        return take(peer);
    }

    /** A connection is closed, or belongs to a flow now: that counts by itself. */
    void leave(InetSocketAddress peer) {
        give(peer.getAddress());
    }

    private boolean take(InetSocketAddress peer) {
        long ofAddress = connectionsOf.getOrDefault(peer.getAddress(), 0L);
        boolean room = isBelow(Limit.CONNECTIONS, connections, Refusal.TOO_MANY_CONNECTIONS, peer)
                && isBelow(Limit.CONNECTIONS_PER_ADDRESS, ofAddress, Refusal.TOO_MANY_CONNECTIONS, peer);
        if (room) {
            connections++;
            connectionsOf.put(peer.getAddress(), ofAddress + 1);
        }
        return room;
    }

    private void give(InetAddress address) {
        connections--;
        connectionsOf.computeIfPresent(address, (key, count) -> count > 1 ? count - 1 : null);
    }

    private boolean isBelow(Limit limit, long value, Refusal otherwise, InetSocketAddress who) {
        boolean below = value < limits.of(limit);
        if (!below) {
            refusals.add(otherwise, who, "more than " + limit.option() + "=" + limits.of(limit));
        }
        return below;
    }

    /**
     * Whether a UDP flow may come from, and thus be sent to, this address: by default only that from which it was defined,
     * so that nobody aims a flow at somebody else.
     */
    boolean mayIdentify(InetSocketAddress source, InetSocketAddress control) {
        InetAddress address = source.getAddress();
        boolean may = address.equals(control.getAddress()) || AddressRange.anyContains(limits.foreignUdp(), address);
        if (!may) {
            refusals.add(
                    Refusal.FOREIGN_UDP,
                    control,
                    "a UDP flow comes from " + AddressText.of(address) + ", which is not in --allow-foreign-udp");
        }
        return may;
    }

    /** What one client takes beside its control connection. */
    final class Client implements Admission {
        private final InetSocketAddress peer;
        private final Map<Long, Long> flowsOf = new HashMap<>();
        private final Set<Long> running = new HashSet<>();

        Client(InetSocketAddress peer) {
            this.peer = peer;
        }

        @Override
        public boolean takeFlow(FlowKey key, FlowDefinition flow) {
            long measurementId = key.measurementId();
            long flows = flowsOf.getOrDefault(measurementId, 0L);
            FlowOptions options = flow.options();
            int bufferBytes = Math.max(
                    options.sendBuffer().bytes(), options.receiveBuffer().bytes());
            boolean taken = isBelow(Limit.MESSAGE_BYTES, options.maxMessageBytes() - 1L, Refusal.TOO_LARGE, peer)
                    && isBelow(Limit.BUFFER_BYTES, bufferBytes - 1L, Refusal.TOO_LARGE, peer)
                    && isBelow(Limit.FLOWS, flows, Refusal.TOO_MANY_FLOWS, peer)
                    && hasRoom(measurementId)
                    && take(peer);
            if (taken) {
                measurements += isKnown(measurementId) ? 0 : 1;
                flowsOf.put(measurementId, flows + 1);
            }
            return taken;
        }

        /** A flow has ended. */
        void giveFlow(FlowKey key) {
            long measurementId = key.measurementId();
            if (flowsOf.containsKey(measurementId)) {
                flowsOf.computeIfPresent(measurementId, (id, count) -> count > 1 ? count - 1 : null);
                give(peer.getAddress());
                measurements -= isKnown(measurementId) ? 0 : 1;
            }
        }

        @Override
        public boolean takeMeasurement(long measurementId) {
            boolean taken = hasRoom(measurementId);
            if (taken) {
                measurements += isKnown(measurementId) ? 0 : 1;
                running.add(measurementId);
            }
            return taken;
        }

        /** A measurement does not run any longer. */
        void giveMeasurement(long measurementId) {
            if (running.remove(measurementId)) {
                measurements -= isKnown(measurementId) ? 0 : 1;
            }
        }

        private boolean isKnown(long measurementId) {
            return flowsOf.containsKey(measurementId) || running.contains(measurementId);
        }

        private boolean hasRoom(long measurementId) {
            return isKnown(measurementId)
                    || isBelow(Limit.MEASUREMENTS, measurements, Refusal.TOO_MANY_MEASUREMENTS, peer);
        }

        /** The client is gone, with all that it had. */
        void giveAll() {
            Set<Long> known = new HashSet<>(running);
            known.addAll(flowsOf.keySet());
            measurements -= known.size();
            flowsOf.values().forEach(count -> {
                for (long i = 0; i < count; i++) {
                    give(peer.getAddress());
                }
            });
            flowsOf.clear();
            running.clear();
        }
    }
}
