// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import org.netperfmeter.posix.NativeIoException;
import org.netperfmeter.traffic.FlowDefinition;
import org.netperfmeter.traffic.FlowKey;
import org.netperfmeter.traffic.TransportProtocol;
import org.netperfmeter.transport.Association;
import org.netperfmeter.transport.Channel;
import org.netperfmeter.transport.Route;
import org.netperfmeter.transport.SendBatch;
import org.netperfmeter.transport.SocketOptions;
import org.netperfmeter.transport.StopSignal;
import org.netperfmeter.transport.StreamOptions;
import org.netperfmeter.transport.Transports;
import org.netperfmeter.wire.IdentifyFlow;
import org.netperfmeter.wire.MessageCodec;

/** The data channels of an active node: one a flow, of which those of an association's streams share a connection. */
final class DataChannels {
    private final ActiveConfig config;
    private final NodeListener listener;
    private final StopSignal interrupted;
    private final Map<FlowKey, Channel> channels = new LinkedHashMap<>();
    private final SendBatch identify = new SendBatch(SendBatch.Payload.CONTROL, IdentifyFlow.MAX_BYTES, 1);

    /** Further streams share it. */
    private Channel lastConnection;

    /** @param interrupted ends a connection attempt */
    DataChannels(ActiveConfig config, NodeListener listener, StopSignal interrupted) {
        this.config = config;
        this.listener = listener;
        this.interrupted = interrupted;
    }

    /**
     * Connects a flow; a further stream of an association right after the one before it.
     *
     * @param dialed where the passive node was found
     */
    void connect(FlowKey key, FlowDefinition flow, ControlDialer.Dialed dialed) throws IOException {
        Channel channel = flow.streamId() == 0 ? connection(flow, dialed) : stream(lastConnection, flow);
        channels.put(key, channel);
        PacketSizes.check(flow, channel);
    }

    private Channel connection(FlowDefinition flow, ControlDialer.Dialed dialed) throws NativeIoException {
        TransportProtocol protocol = flow.protocol();
        InetAddress address = dialed.address();
        InetSocketAddress peer = new InetSocketAddress(address, protocol.dataPort(config.basePort()));
        listener.flowConnecting(flow, peer);
        lastConnection = Transports.of(protocol)
                .connect(
                        new Route(peer, dialed.alternatives(), config.localData()),
                        SocketOptions.of(flow.options()),
                        Long.MAX_VALUE,
                        interrupted);
        try {
            return stream(lastConnection, flow);
        } catch (NativeIoException e) {
            lastConnection.close();
            throw e;
        }
    }

    /** The flow's stream of a connection that has streams, or the connection itself. */
    private static Channel stream(Channel connection, FlowDefinition flow) throws NativeIoException {
        return connection instanceof Association association
                ? association.stream(flow.streamId(), StreamOptions.of(flow.options()))
                : connection;
    }

    Channel of(FlowKey key) {
        return channels.get(key);
    }

    /** Says on its data channel which flow it is. */
    void identify(IdentifyFlow message) throws NativeIoException {
        byte[] bytes = MessageCodec.encode(message);
        identify.clear();
        identify.add(bytes.length);
        identify.bytes().put(0, bytes);
        int unused = channels.get(message.key()).send(identify);
    }

    void close() {
        channels.values().forEach(Channel::close);
    }
}
