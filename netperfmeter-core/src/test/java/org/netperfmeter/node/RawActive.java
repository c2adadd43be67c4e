// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.netperfmeter.traffic.FlowDefinition;
import org.netperfmeter.traffic.FlowKey;
import org.netperfmeter.traffic.FlowList;
import org.netperfmeter.traffic.FlowSpecParser;
import org.netperfmeter.traffic.TransportProtocol;
import org.netperfmeter.wire.Acknowledge;
import org.netperfmeter.wire.AddFlow;
import org.netperfmeter.wire.FileFormat;
import org.netperfmeter.wire.IdentifyFlow;
import org.netperfmeter.wire.Message;
import org.netperfmeter.wire.MessageCodec;
import org.netperfmeter.wire.PeerGeneration;
import org.netperfmeter.wire.RemoveFlow;
import org.netperfmeter.wire.Start;
import org.netperfmeter.wire.Stop;

/** An active node's control connection, in the hands of a test. Its flows are numbered from 0. */
final class RawActive implements AutoCloseable {
    final RunningPassive passive;
    final RawConnection control;
    private final long measurementId;
    private int flows;

    RawActive(RunningPassive passive, long measurementId) throws IOException {
        this.passive = passive;
        this.measurementId = measurementId;
        control = RawConnection.to(passive.basePort + 1);
    }

    FlowKey key(int flowId) {
        return new FlowKey(measurementId, flowId, 0);
    }

    void say(Message message) throws IOException {
        control.send(MessageCodec.encode(message));
    }

    void expect(int flowId, int status) throws Exception {
        assertEquals(
                new Acknowledge(key(flowId), status, false), MessageCodec.decode(ByteBuffer.wrap(control.message())));
    }

    private void expectOkay() throws Exception {
        expect(0, Acknowledge.OKAY);
    }

    /** Asks for one more flow; the answer is this. */
    void add(String protocol, String specification, int status) throws Exception {
        FlowDefinition first = FlowList.number(
                        List.of(List.of(FlowSpecParser.parse(TransportProtocol.valueOf(protocol), specification))), 1)
                .get(0);
        FlowDefinition flow =
                new FlowDefinition(flows, 0, "", first.protocol(), first.outbound(), first.inbound(), first.options());
        say(AddFlow.of(flow, measurementId, PeerGeneration.CURRENT, false));
        expect(flows, status);
        flows += status == Acknowledge.OKAY ? 1 : 0;
    }

    /** A TCP flow with its connection. */
    RawConnection flow(String specification, FileFormat vector) throws Exception {
        add("TCP", specification, Acknowledge.OKAY);
        RawConnection data = RawConnection.to(passive.basePort);
        data.send(identify(flows - 1, vector));
        expect(flows - 1, Acknowledge.OKAY);
        return data;
    }

    byte[] identify(int flowId, FileFormat vector) {
        return MessageCodec.encode(new IdentifyFlow(key(flowId), vector));
    }

    void start(FileFormat vector, FileFormat scalar) throws Exception {
        say(new Start(measurementId, vector, scalar));
        expectOkay();
    }

    void stop() throws Exception {
        say(new Stop(measurementId));
        expectOkay();
    }

    void remove(int flowId) throws IOException {
        say(new RemoveFlow(key(flowId)));
    }

    @Override
    public void close() throws IOException {
        control.close();
    }
}
