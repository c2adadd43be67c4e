// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.netperfmeter.control.ActiveScript.key;
import static org.netperfmeter.control.ControlFlows.ACTIVE_HELLO;
import static org.netperfmeter.control.ControlFlows.ACTIVE_NONCE;
import static org.netperfmeter.control.ControlFlows.CREDENTIALS;
import static org.netperfmeter.control.ControlFlows.MEASUREMENT;
import static org.netperfmeter.control.ControlFlows.PASSIVE_HELLO;
import static org.netperfmeter.control.ControlFlows.PASSIVE_NONCE;
import static org.netperfmeter.control.ControlFlows.SECRET;
import static org.netperfmeter.control.ControlFlows.markedAdd;
import static org.netperfmeter.control.ControlFlows.plain;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.netperfmeter.traffic.FlowDefinition;
import org.netperfmeter.traffic.FlowKey;
import org.netperfmeter.traffic.FlowOptions;
import org.netperfmeter.traffic.TrafficPattern;
import org.netperfmeter.traffic.TransportProtocol;
import org.netperfmeter.wire.Acknowledge;
import org.netperfmeter.wire.Challenge;
import org.netperfmeter.wire.CounterProof;
import org.netperfmeter.wire.FileFormat;
import org.netperfmeter.wire.IdentifyFlow;
import org.netperfmeter.wire.Proof;
import org.netperfmeter.wire.UnknownExtension;

/** Flows that are set up at once, with a peer that is one of ours. */
class SetUpWindowTest {
    private static FlowDefinition[] flows(int count, TransportProtocol protocol) {
        return IntStream.range(0, count).mapToObj(flow -> plain(flow, protocol)).toArray(FlowDefinition[]::new);
    }

    private static FlowDefinition stream(int flowId, int streamId) {
        return new FlowDefinition(
                flowId,
                streamId,
                "Flow " + flowId,
                TransportProtocol.SCTP,
                TrafficPattern.constant(10, 100),
                TrafficPattern.SILENT,
                FlowOptions.DEFAULTS);
    }

    /** The first flow waits for the answer to its Identify, the second one for its connection. */
    private static ActiveScript acquainted(FlowDefinition... flows) {
        ActiveScript script = ActiveScript.of(flows);
        script.session.begin();
        script.session.connected(script.nowNanos);
        script.say(new Acknowledge(flows[0].key(MEASUREMENT), Acknowledge.OKAY, true));
        script.say(PASSIVE_HELLO);
        script.expect(Stream.concat(
                        Stream.of("connect 0", markedAdd(flows[0]), ACTIVE_HELLO, "identify 0 NONE"),
                        Stream.of("connect 1").limit(flows[1].streamId() == 0 ? 1 : 0))
                .toArray());
        return script;
    }

    /** The second of two datagram flows has been identified, the first one has not. */
    private static ActiveScript identifyingBoth() {
        ActiveScript script = acquainted(flows(2, TransportProtocol.UDP));
        script.session.connected(script.nowNanos);
        script.expect(markedAdd(plain(1, TransportProtocol.UDP)));
        script.passSeconds(1);
        added(script, 1);
        script.expect("identify 1 NONE");
        return script;
    }

    private static void added(ActiveScript script, int flowId) {
        script.say(new Acknowledge(key(flowId), Acknowledge.OKAY, true));
    }

    private static void refused(ActiveScript script, int flowId) {
        script.say(new Acknowledge(key(flowId), Acknowledge.ERROR, true));
    }

    @Test
    void upToThirtyTwoFlowsAreConnectedAndAddedInTheirOrderWithoutWaiting() {
        ActiveScript script = acquainted(flows(40, TransportProtocol.TCP));
        List<Object> wanted = new ArrayList<>();
        for (int flow = 1; flow < 32; flow++) {
            script.session.connected(script.nowNanos);
            wanted.add(markedAdd(plain(flow)));
            if (flow < 31) {
                wanted.add("connect " + (flow + 1));
            }
        }
        script.expect(wanted.toArray());
    }

    @Test
    void flowThatIsIdentifiedMakesRoomForOneMore() {
        ActiveScript script = acquainted(flows(40, TransportProtocol.TCP));
        for (int flow = 1; flow < 32; flow++) {
            script.session.connected(script.nowNanos);
        }
        script.effects.take();
        added(script, 5);
        script.expect("identify 5 NONE");
        script.okay(5);
        script.expect("connect 32");
        script.okay(0);
        // One at a time is connected.
        script.expect();
        script.session.connected(script.nowNanos);
        script.expect(markedAdd(plain(32)), "connect 33");
    }

    @Test
    void measurementIsPreparedWhenTheLastAnswerIsThereWhicheverThatIs() {
        ActiveScript script = acquainted(flows(3, TransportProtocol.TCP));
        script.session.connected(script.nowNanos);
        script.session.connected(script.nowNanos);
        script.expect(markedAdd(plain(1)), "connect 2", markedAdd(plain(2)));
        added(script, 2);
        added(script, 1);
        script.okay(2);
        script.okay(0);
        script.expect("identify 2 NONE", "identify 1 NONE");
        script.okay(1);
        script.expect("prepare");
        assertEquals(ActiveSession.NEVER, script.session.deadlineNanos());
    }

    @Test
    void peerOfTheOriginalIsGivenOneFlowAfterTheOther() {
        ActiveScript script = ActiveScript.of(flows(3, TransportProtocol.TCP));
        script.session.begin();
        for (int flow = 0; flow < 3; flow++) {
            script.expect("connect " + flow);
            script.session.connected(script.nowNanos);
            script.expect(markedAdd(plain(flow)));
            script.okay(flow);
            script.expect("identify " + flow + " NONE");
            script.okay(flow);
        }
        script.expect("prepare");
    }

    // ------ Something goes wrong in the middle

    @Test
    void refusalInTheMiddleNamesTheFlowThatWasRefused() {
        ActiveScript script = acquainted(flows(5, TransportProtocol.TCP));
        for (int flow = 1; flow < 4; flow++) {
            script.session.connected(script.nowNanos);
        }
        added(script, 1);
        script.effects.take();
        refused(script, 2);
        script.expectFailure("the passive node refuses when TCP flow 2 (\"Flow 2\") was added");
    }

    @Test
    void refusedIdentifyInTheMiddleNamesItsFlow() {
        ActiveScript script = acquainted(flows(3, TransportProtocol.TCP));
        script.session.connected(script.nowNanos);
        added(script, 1);
        script.effects.take();
        script.say(new Acknowledge(key(1), Acknowledge.ERROR, false));
        script.expectFailure("the passive node refuses when TCP flow 1 (\"Flow 1\") was identified");
    }

    @Test
    void answerForAFlowThatIsNotBeingSetUpIsUnexpected() {
        for (FlowKey foreign : List.of(key(2), new FlowKey(MEASUREMENT + 1, 1, 0), new FlowKey(MEASUREMENT, 1, 1))) {
            ActiveScript script = acquainted(flows(3, TransportProtocol.TCP));
            script.session.connected(script.nowNanos);
            script.okay(0);
            script.effects.take();
            script.say(new Acknowledge(foreign, Acknowledge.OKAY, true));
            // The third one has not been added yet.
            script.expectFailure("unexpected message of type 1 when TCP flow "
                    + (foreign.equals(key(2)) ? "2 (\"Flow 2\")" : "1 (\"Flow 1\")") + " was added");
        }
    }

    @Test
    void secondAnswerForAFlowThatIsSetUpIsUnexpected() {
        ActiveScript script = acquainted(flows(2, TransportProtocol.TCP));
        script.session.connected(script.nowNanos);
        script.okay(0);
        script.effects.take();
        script.okay(0);
        script.expectFailure("unexpected message of type 1 when TCP flow 1 (\"Flow 1\") was added");
    }

    @Test
    void unknownExtensionsAreSkippedInTheMiddle() {
        ActiveScript script = acquainted(flows(2, TransportProtocol.TCP));
        script.say(new UnknownExtension(0x51, 0, new byte[8]));
        script.expect();
    }

    @Test
    void lossOfTheControlConnectionNamesTheFlowThatWaitsLongest() {
        ActiveScript script = acquainted(flows(3, TransportProtocol.TCP));
        script.session.connected(script.nowNanos);
        script.effects.take();
        script.session.closed("reset");
        script.expectFailure("lost the control connection when TCP flow 0 (\"Flow 0\") was identified: reset");
    }

    @Test
    void eachFlowHasItsOwnTimeLimit() {
        ActiveScript script = acquainted(flows(2, TransportProtocol.TCP));
        script.passSeconds(10);
        script.session.connected(script.nowNanos);
        script.expect(markedAdd(plain(1)));
        script.passSeconds(15);
        script.okay(0);
        script.passNanos(45 * ActiveScript.SECOND - 1);
        script.expect();
        script.passNanos(1);
        script.expectFailure("the passive node does not answer when TCP flow 1 (\"Flow 1\") was added");
    }

    // ------ Datagrams

    @Test
    void identifiesInDatagramsAreRepeatedEachInItsTime() {
        ActiveScript script = identifyingBoth();
        script.passSeconds(1);
        script.expect("identify 0 NONE");
        script.passSeconds(1);
        script.expect("identify 1 NONE");
        script.passSeconds(1);
        script.expect("identify 0 NONE");
    }

    @Test
    void flowWhoseIdentifyWasRepeatedSettlesWhileTheOthersGoOn() {
        ActiveScript script = identifyingBoth();
        script.passSeconds(1);
        script.expect("identify 0 NONE");
        script.okay(0);
        // A surplus answer, then the one of the other flow.
        script.okay(0);
        script.okay(1);
        script.passNanos(ActiveScript.SECOND / 2 - 1);
        script.expect();
        script.passNanos(1);
        script.expect("prepare");
    }

    // ------ Streams

    @Test
    void streamsOfAnAssociationWaitForEachOther() {
        ActiveScript script = acquainted(stream(0, 0), stream(1, 1), stream(2, 2), stream(3, 0));
        script.expect();
        script.okay(0);
        script.expect("connect 1");
        script.session.connected(script.nowNanos);
        script.say(new Acknowledge(new FlowKey(MEASUREMENT, 1, 1), Acknowledge.OKAY, true));
        script.expect(markedAdd(stream(1, 1)), "identify 1 NONE");
        script.say(new Acknowledge(new FlowKey(MEASUREMENT, 1, 1), Acknowledge.OKAY, false));
        script.expect("connect 2");
        script.session.connected(script.nowNanos);
        // The next association does not wait.
        script.expect(markedAdd(stream(2, 2)), "connect 3");
    }

    // ------ Authentication

    @Test
    void nothingIsSentAheadBeforeThePeerHasProvedThatItHasTheSecret() {
        Handshake handshake = new Handshake(SECRET, MEASUREMENT, PASSIVE_NONCE, ACTIVE_NONCE);
        ActiveScript script = ActiveScript.withSecret(CREDENTIALS, false, flows(2, TransportProtocol.TCP));
        script.session.begin();
        script.session.connected(script.nowNanos);
        refused(script, 0);
        script.say(new Challenge(MEASUREMENT, PASSIVE_NONCE));
        script.say(new CounterProof(MEASUREMENT, handshake.counterProof()));
        script.expect(
                "connect 0",
                markedAdd(plain(0)),
                ACTIVE_HELLO,
                new Proof(MEASUREMENT, ACTIVE_NONCE, handshake.proof()),
                markedAdd(plain(0)));
        added(script, 0);
        script.say(PASSIVE_HELLO);
        script.expect(ACTIVE_HELLO, identify(handshake, 0), "connect 1");
        script.session.connected(script.nowNanos);
        added(script, 1);
        script.expect(markedAdd(plain(1)), identify(handshake, 1));
    }

    private static String identify(Handshake handshake, int flowId) {
        IdentifyFlow identify = new IdentifyFlow(key(flowId), FileFormat.NONE);
        return "identify " + flowId + " NONE " + handshake.of(identify, List.of(markedAdd(plain(flowId))));
    }
}
