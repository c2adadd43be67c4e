// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.netperfmeter.wire.Acknowledge;
import org.netperfmeter.wire.FileFormat;
import org.netperfmeter.wire.Start;
import org.netperfmeter.wire.Stop;

/** However a measurement ends, its passive node keeps no thread, descriptor, temporary file or flow of it. */
@Timeout(60)
class LeftoversIT {
    private static final String BOTH_WAYS = "100:100:0:1400";
    /** Their rows do not fit into the temporary space. */
    private static final int MESSAGES = 20_000;

    private static final long TEMPORARY_BYTES = 200_000;
    private static final int PATIENCE_SECONDS = 60;

    private RunningPassive passive;

    /** The end of a measurement. */
    private interface Ending {
        void play(RunningPassive passive) throws Exception;
    }

    @BeforeEach
    void open() throws Exception {
        passive = RunningPassive.open(PassiveLimits.defaults()
                .with(Limit.FLOWS, 8)
                .with(Limit.MEASUREMENT_SECONDS, PATIENCE_SECONDS)
                .with(Limit.PROGRESS_SECONDS, PATIENCE_SECONDS)
                .with(Limit.TEMPORARY_BYTES, TEMPORARY_BYTES));
        // What a node opens for the first and keeps for all: loops, memory.
        ActiveRun run = new ActiveRun(passive.basePort).flow("UDP 100:100:100:100");
        for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
            run.flow("TCP 100:100:100:100");
        }
        run.runUntil(Enough.frames(1));
        passive.awaitIdle();
    }

    @AfterEach
    void close() {
        passive.close();
    }

    static Stream<Arguments> endings() {
        return Stream.of(
                ending("stopped in order", LeftoversIT::stoppedInOrder),
                ending("killed while it runs", active -> active.control.reset(), true),
                ending("closed while it runs", RawActive::close, true),
                ending("closed before it runs", RawActive::close, false),
                ending("garbage while it runs", active -> active.control.send("ffff"), true),
                ending("killed behind Stop", LeftoversIT::killedBehindStop, true),
                ending("killed behind Remove", LeftoversIT::killedBehindRemove),
                ending("stopped twice", LeftoversIT::stoppedTwice, true),
                ending("started twice", active -> active.say(start()), true),
                ending("silent before it runs", LeftoversIT::overdue, false),
                ending("too long", LeftoversIT::overdue, true),
                ending("flow reset", LeftoversIT::flowReset),
                ending("flow without Identify", active -> active.add("TCP", BOTH_WAYS, Acknowledge.OKAY), false),
                ending("flow of a third party", LeftoversIT::flowOfAThirdParty),
                ending("flow refused", active -> active.add("TCP", "1:100:0:0:cc=nosuchcc", Acknowledge.OKAY), false),
                ending("too many flows", LeftoversIT::tooManyFlows, false),
                ending("disk full", LeftoversIT::diskFull));
    }

    private static Arguments ending(String name, Ending ending) {
        return Arguments.of(Named.of(name, ending));
    }

    /** Something that an active node does. */
    private interface Act {
        void play(RawActive active) throws Exception;
    }

    /** With two flows, plain and compressed. */
    private static Arguments ending(String name, Act act, boolean started) {
        return ending(name, passive -> {
            try (RawActive active = new RawActive(passive, 7);
                    RawConnection first = active.flow(BOTH_WAYS, FileFormat.PLAIN);
                    RawConnection second = active.flow(BOTH_WAYS, FileFormat.BZIP2)) {
                if (started) {
                    active.start(FileFormat.PLAIN, FileFormat.BZIP2);
                    first.message();
                    second.message();
                }
                act.play(active);
            }
        });
    }

    private static Start start() {
        return new Start(7, FileFormat.PLAIN, FileFormat.PLAIN);
    }

    @ParameterizedTest
    @MethodSource("endings")
    void nothingIsLeft(Ending ending) throws Exception {
        Leftovers before = Leftovers.now();
        ending.play(passive);
        PassiveStatus status = passive.awaitIdle();
        assertEquals(before, Leftovers.now());
        assertEquals(0, passive.node.registry().size());
        assertEquals(0, status.measurements());
        assertEquals(0, status.unidentified());
        assertEquals(0, passive.awaitIdle().temporaryBytes());
    }

    private static void stoppedInOrder(RunningPassive passive) throws Exception {
        try (RawActive active = new RawActive(passive, 7);
                RawConnection data = active.flow("100:100:100:100", FileFormat.PLAIN)) {
            active.start(FileFormat.PLAIN, FileFormat.PLAIN);
            data.message();
            data.endSending();
            active.stop();
            active.control.file();
            active.control.file();
            active.remove(0);
            active.expect(0, Acknowledge.OKAY);
            active.control.file();
        }
    }

    private static void killedBehindStop(RawActive active) throws IOException {
        active.say(new Stop(7));
        active.control.reset();
    }

    /** Often, since the end of the connection and that of the flow have to meet. */
    private static void killedBehindRemove(RunningPassive passive) throws Exception {
        for (int round = 0; round < 30; round++) {
            try (RawActive active = new RawActive(passive, 7);
                    RawConnection data = active.flow(BOTH_WAYS, FileFormat.PLAIN)) {
                active.remove(0);
                data.endSending();
                active.control.reset();
            }
            passive.awaitIdle();
        }
    }

    private static void stoppedTwice(RawActive active) throws IOException {
        active.say(new Stop(7));
        active.say(new Stop(7));
    }

    private static void overdue(RawActive active) throws Exception {
        active.passive.letPass(PATIENCE_SECONDS);
        active.control.expectEnd();
    }

    private static void flowReset(RunningPassive passive) throws Exception {
        try (RawActive active = new RawActive(passive, 7)) {
            RawConnection data = active.flow(BOTH_WAYS, FileFormat.PLAIN);
            active.start(FileFormat.NONE, FileFormat.PLAIN);
            data.message();
            data.reset();
            active.stop();
            active.control.file();
        }
    }

    private static void flowOfAThirdParty(RunningPassive passive) throws Exception {
        try (RawActive active = new RawActive(passive, 7);
                DatagramSocket third = new DatagramSocket(0, InetAddress.getByName("127.0.0.2"))) {
            active.add("UDP", BOTH_WAYS, Acknowledge.OKAY);
            byte[] identify = active.identify(0, FileFormat.PLAIN);
            third.send(new DatagramPacket(
                    identify,
                    identify.length,
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), passive.basePort)));
            active.expect(0, Acknowledge.ERROR);
        }
    }

    private static void tooManyFlows(RawActive active) throws Exception {
        for (int i = 2; i < 8; i++) {
            active.add("TCP", BOTH_WAYS, Acknowledge.OKAY);
        }
        active.add("TCP", BOTH_WAYS, Acknowledge.ERROR);
    }

    private static void diskFull(RunningPassive passive) throws Exception {
        try (RawActive active = new RawActive(passive, 7);
                RawConnection data = active.flow("0:0:0:0", FileFormat.PLAIN)) {
            active.start(FileFormat.NONE, FileFormat.PLAIN);
            data.send(("05030030" + "00".repeat(44)).repeat(MESSAGES));
            data.endSending();
            active.stop();
            String scalars = new String(active.control.file(), StandardCharsets.UTF_8);
            assertTrue(scalars.contains("# partial: write temporary file: "), scalars);
        }
    }
}
