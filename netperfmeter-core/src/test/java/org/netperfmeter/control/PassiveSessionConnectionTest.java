// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.netperfmeter.control.ControlFlows.plain;
import static org.netperfmeter.control.PassiveScript.ID;
import static org.netperfmeter.control.PassiveScript.error;
import static org.netperfmeter.control.PassiveScript.key;
import static org.netperfmeter.control.PassiveScript.okay;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.netperfmeter.traffic.FlowKey;
import org.netperfmeter.traffic.TransportProtocol;
import org.netperfmeter.wire.Acknowledge;
import org.netperfmeter.wire.DataMessage;
import org.netperfmeter.wire.FileFormat;
import org.netperfmeter.wire.GenerationProbe;
import org.netperfmeter.wire.Hello;
import org.netperfmeter.wire.IdentifyFlow;
import org.netperfmeter.wire.Message;
import org.netperfmeter.wire.MessageCodec;
import org.netperfmeter.wire.ProtocolException;
import org.netperfmeter.wire.Results;
import org.netperfmeter.wire.Start;
import org.netperfmeter.wire.Stop;
import org.netperfmeter.wire.UnknownExtension;

/** What a passive node lets a peer say (protocol.md 8.1), and what becomes of it when the connection ends. */
class PassiveSessionConnectionTest {
    private final FlowRegistry registry = new FlowRegistry();
    private final PassiveScript script = new PassiveScript(registry);

    // ------ Messages that do not belong here

    @ParameterizedTest
    @ValueSource(ints = {0x01, 0x04, 0x05, 0x08, 0x40, 0x51, 0xFF})
    void messageOfAnotherRoleClosesTheConnection(int type) {
        script.identified(1, FileFormat.NONE);
        script.started(FileFormat.NONE, FileFormat.NONE);
        script.say(ofType(type));
        script.expect("forget $77", "remove 1", "close: unexpected message of type " + type);
        assertEquals(0, registry.size());
        script.expectSilence();
    }

    private static Message ofType(int type) {
        return switch (type) {
            case 0x01 -> okay();
            case 0x04 -> new IdentifyFlow(key(1), FileFormat.NONE);
            case 0x05 -> new DataMessage(key(1), true, true, 0, 0, 0, 0, new byte[0]);
            case 0x08 -> new Results(new byte[3], true);
            case 0x40 -> ControlFlows.ACTIVE_HELLO;
            default -> new UnknownExtension(type, 0, new byte[8]);
        };
    }

    // ------ Add Flow

    @Test
    void sameFlowTwiceIsAnError() {
        script.add(5);
        script.say(PassiveScript.add(plain(5), ID, false));
        script.expect(error(5));
        script.expectWarnings("refused flow 5/0 of measurement $77: it exists already");
        script.identify(5, FileFormat.NONE);
        script.expect("bind 5 NONE");
    }

    @Test
    void flowKeysAreUniqueOverAllConnections() {
        PassiveScript other = new PassiveScript(registry);
        script.add(5);
        other.say(PassiveScript.add(plain(5), ID, false));
        other.expect(error(5));
        assertEquals(Optional.of(script.session), registry.sessionOf(key(5)));
        other.session.closed();
        assertEquals(Optional.of(script.session), registry.sessionOf(key(5)));
        script.session.closed();
        assertEquals(Optional.empty(), registry.sessionOf(key(5)));
        new PassiveScript(registry).add(5);
    }

    @Test
    void flowsThatDifferInOneNumberAreDifferentFlows() {
        script.add(5);
        script.add(6);
        script.say(PassiveScript.add(plain(5), ID + 1, false));
        script.expect("added 5 TCP", new Acknowledge(new FlowKey(ID + 1, 5, 0), Acknowledge.OKAY, false));
        assertEquals(3, registry.size());
    }

    @ParameterizedTest
    @CsvSource({
        "18, 0100, unknown protocol 1",
        "18, 8400, SCTP is not offered here",
        "18, 2100, DCCP is not offered here",
        "18, 0501, QUIC is not offered here",
        "128, 06, frame rate: unknown generator code 6",
        "129, FF, frame size: unknown generator code 255",
        "138, 0000, message size must be 48..65535: 0",
        "138, 002F, message size must be 48..65535: 47",
    })
    void invalidFlowIsRefused(int offset, String bytes, String reason) throws ProtocolException {
        script.say(patched(offset, bytes));
        script.expect(error(5));
        script.expectWarnings("refused flow 5/0 of measurement $77: " + reason);
        assertEquals(0, registry.size());
        assertFalse(script.identify(5, FileFormat.NONE));
        script.expect();
    }

    @ParameterizedTest
    @CsvSource({
        "64, 7FF8000000000000, 00", // NaN as a constant rate
        "64, 7FF0000000000000, 00", // infinity
        "96, FFF0000000000000, 00", // minus infinity as a size
        "72, 0000000000000000, 03", // Pareto with shape 0
        "72, BFF0000000000000, 03", // Pareto with shape -1
        "72, 7FF8000000000000, 04", // normal with NaN as deviation
    })
    void lawWithImpossibleParametersIsRefused(int offset, String bytes, String rateCode) throws ProtocolException {
        script.say(patched(patchedBytes(128, rateCode), offset, bytes));
        script.expect(error(5));
        assertEquals(0, registry.size());
    }

    private static Message patched(int offset, String bytes) throws ProtocolException {
        return MessageCodec.decode(ByteBuffer.wrap(patchedBytes(offset, bytes)));
    }

    private static Message patched(byte[] message, int offset, String bytes) throws ProtocolException {
        return MessageCodec.decode(ByteBuffer.wrap(patch(message, offset, bytes)));
    }

    private static byte[] patchedBytes(int offset, String bytes) {
        return patch(MessageCodec.encode(PassiveScript.add(plain(5), ID, false)), offset, bytes);
    }

    private static byte[] patch(byte[] message, int offset, String bytes) {
        byte[] patch = HexFormat.of().parseHex(bytes);
        System.arraycopy(patch, 0, message, offset, patch.length);
        return message;
    }

    @Test
    void probeForThirtySixByteEventsIsAcknowledged() throws ProtocolException {
        byte[] probe = MessageCodec.encode(GenerationProbe.currentProbe(key(0)));
        script.say(MessageCodec.decode(ByteBuffer.wrap(probe)));
        script.expect("added 0 TCP", okay(0));
    }

    // ------ What belongs to another connection

    @Test
    void flowOfAnotherConnectionIsNotRemoved() {
        PassiveScript other = new PassiveScript(registry);
        script.identified(5, FileFormat.PLAIN);
        other.remove(5);
        other.expect(error(5));
        assertEquals(1, registry.size());
    }

    @Test
    void unknownFlowIsNotRemoved() {
        script.remove(5);
        script.expect(error(5));
    }

    @Test
    void measurementOfAnotherConnectionIsNotStopped() {
        PassiveScript other = new PassiveScript(registry);
        script.started(FileFormat.NONE, FileFormat.NONE);
        other.stop();
        other.expect(error());
        script.stop();
        script.expect("stop $77");
    }

    @Test
    void flowsOfAnotherConnectionAreNotStarted() {
        PassiveScript other = new PassiveScript(registry);
        script.identified(5, FileFormat.NONE);
        other.say(new Start(ID, FileFormat.NONE, FileFormat.NONE));
        other.session.started(ID, true);
        other.expect("start $77 NONE NONE []", okay());
        script.say(new Start(ID, FileFormat.NONE, FileFormat.NONE));
        script.expect("start $77 NONE NONE [5]");
    }

    @Test
    void flowOfAnotherConnectionIsNotIdentified() {
        PassiveScript other = new PassiveScript(registry);
        script.add(5);
        assertFalse(other.identify(5, FileFormat.NONE));
        other.expect();
        assertTrue(script.identify(5, FileFormat.NONE));
    }

    // ------ One request after the other

    @Test
    void requestsThatComeWhileOneIsCarriedOutWaitInOrder() {
        script.identified(0, FileFormat.PLAIN);
        script.say(new Start(ID, FileFormat.PLAIN, FileFormat.NONE));
        script.stop();
        script.remove(0);
        script.say(PassiveScript.add(plain(0), ID, false));
        script.expect("start $77 PLAIN NONE [0]");
        script.session.started(ID, true);
        script.expect(okay(), "stop $77");
        script.session.stopped(ID, true);
        script.expect(okay(), "upload vector $77");
        script.session.uploaded();
        script.expect("forget $77", "remove 0");
        script.session.removed(key(0), true);
        script.expect(okay(0), "upload vector 0");
        script.session.uploaded();
        script.expect("added 0 TCP", okay(0));
    }

    @Test
    void requestsThatAreAnsweredAtOnceAreAllServedWhenTheirTurnComes() {
        script.say(new Start(ID, FileFormat.NONE, FileFormat.NONE));
        script.effects.take();
        script.remove(1);
        script.remove(2);
        script.say(PassiveScript.add(plain(3), ID, false));
        script.session.started(ID, true);
        script.expect(okay(), error(1), error(2), "added 3 TCP", okay(3));
    }

    @Test
    void peerThatDoesNotWaitForAnswersIsCutOff() {
        script.say(new Start(ID, FileFormat.NONE, FileFormat.NONE));
        script.effects.take();
        Collections.nCopies(PassiveSession.MAX_WAITING_REQUESTS, new Stop(ID)).forEach(script::say);
        script.expect();
        script.stop();
        script.expect("forget $77", "close: more than 64 requests without waiting for an answer");
        script.expectSilence();
    }

    @Test
    void unexpectedMessageInTheQueueClosesInItsTurn() {
        script.say(new Start(ID, FileFormat.NONE, FileFormat.NONE));
        script.effects.take();
        script.say(okay());
        script.remove(1);
        script.session.started(ID, true);
        script.expect(okay(), "forget $77", "close: unexpected message of type 1");
        script.expectSilence();
    }

    // ------ The connection is lost

    @Test
    void lossBeforeAnythingWasSaidIsNothing() {
        script.session.closed();
        script.expectSilence();
    }

    @Test
    void lossRemovesDefinedFlows() {
        script.add(1);
        script.add(2);
        script.session.closed();
        script.expect("remove 1", "remove 2");
        assertEquals(0, registry.size());
        script.expectSilence();
    }

    @Test
    void lossWhileAFlowIsBoundRemovesItUnanswered() {
        script.add(0);
        script.identify(0, FileFormat.PLAIN);
        script.effects.take();
        script.session.closed();
        script.expect("remove 0");
        script.expectSilence();
    }

    @Test
    void lossWhileStartingForgetsTheMeasurement() {
        script.identified(0, FileFormat.PLAIN);
        script.say(new Start(ID, FileFormat.PLAIN, FileFormat.PLAIN));
        script.effects.take();
        script.session.closed();
        script.expect("forget $77", "remove 0");
        script.expectSilence();
    }

    @Test
    void lossDuringTheRunForgetsTheMeasurementBeforeItsFlows() {
        script.identified(0, FileFormat.PLAIN);
        script.started(FileFormat.PLAIN, FileFormat.PLAIN);
        script.session.closed();
        script.expect("forget $77", "remove 0");
        script.expectSilence();
    }

    @Test
    void lossWhileStoppingUploadsNothing() {
        script.identified(0, FileFormat.PLAIN);
        script.started(FileFormat.PLAIN, FileFormat.PLAIN);
        script.stop();
        script.effects.take();
        script.session.closed();
        script.expect("forget $77", "remove 0");
        script.expectSilence();
    }

    @Test
    void lossDuringAnUploadForgetsTheMeasurement() {
        script.started(FileFormat.PLAIN, FileFormat.PLAIN);
        script.stop();
        script.session.stopped(ID, true);
        script.effects.take();
        script.session.closed();
        script.expect("forget $77");
        script.expectSilence();
    }

    @Test
    void lossWhileAFlowIsRemovedDoesNotRemoveItTwice() {
        script.identified(0, FileFormat.PLAIN);
        script.remove(0);
        script.effects.take();
        script.session.closed();
        script.expect();
        assertEquals(0, registry.size());
        script.expectSilence();
    }

    @Test
    void lossDropsWhatWaits() {
        script.say(new Start(ID, FileFormat.NONE, FileFormat.NONE));
        script.say(PassiveScript.add(plain(1), ID, false));
        script.effects.take();
        script.session.closed();
        script.session.started(ID, true);
        script.expect("forget $77");
        assertEquals(0, registry.size());
    }

    // ------ Peers that are ours

    @Test
    void markIsAnsweredInTheAcknowledgeOfAddFlowOnly() {
        script.say(PassiveScript.add(plain(1), ID, true));
        script.expect("added 1 TCP", new Acknowledge(key(1), Acknowledge.OKAY, true));
        script.identify(1, FileFormat.NONE);
        script.session.bound(key(1), true);
        script.expect("bind 1 NONE", okay(1));
    }

    @Test
    void refusalAnswersTheMarkToo() {
        script.add(1);
        script.say(PassiveScript.add(plain(1), ID, true));
        script.expect(new Acknowledge(key(1), Acknowledge.ERROR, true));
    }

    @Test
    void unmarkedFlowOfAPeerThatIsOursIsAnsweredWithoutTheMark() {
        script.say(PassiveScript.add(plain(1), ID, true));
        script.effects.take();
        script.add(2);
    }

    @Test
    void helloAfterTheMarkIsAnsweredForItsMeasurement() {
        script.say(PassiveScript.add(plain(1), ID, true));
        script.effects.take();
        script.say(new Hello(ID, 0, "1.0", "active", "6.1", 2));
        script.expect(new Hello(ID, 0, "1.1", "passive", "6.2", 4));
    }

    @Test
    void unknownExtensionsAfterTheMarkAreSkipped() {
        script.say(PassiveScript.add(plain(1), ID, true));
        script.effects.take();
        script.say(new UnknownExtension(0x51, 0, new byte[8]));
        script.say(new UnknownExtension(0xFF, 0, new byte[0]));
        script.expect();
        assertFalse(script.session.hasEnded());
    }

    @Test
    void flowsOfTransportsThatAreNotOfferedAreMarkedAsRefused() {
        script.say(PassiveScript.add(plain(1, TransportProtocol.SCTP), ID, true));
        script.expect(new Acknowledge(key(1), Acknowledge.ERROR, true));
    }
}
