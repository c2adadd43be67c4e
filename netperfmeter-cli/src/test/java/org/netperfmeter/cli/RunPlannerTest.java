// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.netperfmeter.cli.Plans.active;
import static org.netperfmeter.cli.Plans.error;
import static org.netperfmeter.cli.Plans.options;
import static org.netperfmeter.cli.Plans.passive;
import static org.netperfmeter.cli.Plans.plan;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.netperfmeter.cli.RunPlan.Notice;
import org.netperfmeter.node.ActiveConfig;
import org.netperfmeter.node.AddressRange;
import org.netperfmeter.node.ControlTransport;
import org.netperfmeter.node.Limit;
import org.netperfmeter.node.PassiveConfig;
import org.netperfmeter.node.PassiveLimits;
import org.netperfmeter.results.ResultNames;
import org.netperfmeter.results.VectorOverflow;
import org.netperfmeter.traffic.BufferSize;
import org.netperfmeter.traffic.FlowDefinition;
import org.netperfmeter.traffic.TransportProtocol;
import org.netperfmeter.transport.TimeStamping;
import org.netperfmeter.wire.PeerGeneration;

class RunPlannerTest {
    private static final String FLOW = " -y -tcp const10:const100";

    @ParameterizedTest
    @ValueSource(strings = {"2", "9000", "65534", "09000"})
    void onlyDigitsMeanPassive(String operand) {
        assertEquals(Integer.parseInt(operand), passive(operand).basePort());
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.0.0.1, 9000",
        "localhost, localhost, 9000",
        "::1,       ::1,       9000",
        "9000abc,   9000abc,   9000",
        "+9000,     +9000,     9000",
        "[1000],    1000,      9000",
        "host:1,    host,      9000",
    })
    void everythingElseMeansActive(String operand, String host, int port) {
        ActiveConfig config = active(operand + FLOW);
        assertEquals(host, config.host());
        assertEquals(port, config.basePort());
    }

    @Test
    void dashesBeforeAnOperandNeedADoubleDash() {
        assertEquals("-9000", active("-y -tcp 1:100 -- -9000").host());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "65535", "65536", "99999999999"})
    void portsWithoutNeighboursAreRefused(String operand) {
        assertEquals(
                "'" + operand + "' is no base port: it must be a number 2..65534, since its two neighbours are used as "
                        + "well; a host with such a name is written [" + operand + "]",
                error(operand));
    }

    @Test
    void passiveDefaultsAreThoseOfTheOriginal() {
        BufferSize unset = new BufferSize(0, false);
        assertEquals(
                new PassiveConfig(
                        9000,
                        EnumSet.of(ControlTransport.SCTP, ControlTransport.TCP),
                        List.of(),
                        List.of(),
                        false,
                        0,
                        unset,
                        unset,
                        VectorOverflow.THIN,
                        false,
                        TimeStamping.KERNEL,
                        Optional.empty(),
                        PassiveLimits.defaults(),
                        1_000_000),
                passive("9000"));
        assertEquals(List.of(), plan("9000").notices());
    }

    @Test
    void passiveOptionsReachTheNode() throws UnknownHostException {
        assertEquals(
                new PassiveConfig(
                        9000,
                        EnumSet.allOf(ControlTransport.class),
                        List.of(InetAddress.getByName("192.0.2.1")),
                        List.of(InetAddress.getByName("2001:db8::1")),
                        true,
                        2.5,
                        new BufferSize(1000, true),
                        new BufferSize(2000, true),
                        VectorOverflow.BLOCK,
                        true,
                        TimeStamping.KERNEL,
                        Optional.empty(),
                        PassiveLimits.defaults(),
                        2_500_000),
                passive("-w -L 192.0.2.1 -l [2001:db8::1]:7 -6 -T2.5 -o 1000 -i2000 --vector-overflow=block --realtime "
                        + "--interval=2.5 9000"));
    }

    @Test
    void limitsReachThePassiveNode() {
        PassiveLimits limits = PassiveLimits.defaults()
                .withAllowed(AddressRange.parseList("192.0.2.0/24,2001:db8::/32"))
                .withForeignUdp(AddressRange.parseList("198.51.100.7"))
                .with(Limit.CONNECTIONS, 1)
                .with(Limit.CONNECTIONS_PER_ADDRESS, 2)
                .with(Limit.MEASUREMENTS, 3)
                .with(Limit.FLOWS, 4)
                .with(Limit.MESSAGE_BYTES, 5)
                .with(Limit.BUFFER_BYTES, 6)
                .with(Limit.TEMPORARY_BYTES, 7)
                .with(Limit.QUEUED_BYTES, 8)
                .with(Limit.MEASUREMENT_SECONDS, 9)
                .with(Limit.IDENTIFY_SECONDS, 10)
                .with(Limit.PROGRESS_SECONDS, 0);
        assertEquals(
                limits,
                passive("9000 --allow=192.0.2.0/24,2001:db8::/32 --allow-foreign-udp 198.51.100.7 --max-connections=1 "
                                + "--max-connections-per-address=2 --max-measurements=3 --max-flows=4 --max-message=5 "
                                + "--max-buffer=6 --max-temporary=7 --max-queued=8 --max-runtime=9 "
                                + "--identify-timeout=10 --progress-timeout=0")
                        .limits());
        assertEquals(
                "/run/np/status",
                ((RunPlan.Passive) plan("9000 --status-socket=/run/np/status"))
                        .statusSocket()
                        .orElseThrow()
                        .toString());
    }

    @ParameterizedTest
    @CsvSource({
        "--allow=host.example, 'host.example' is no range of addresses",
        "--allow=192.0.2.0/33, the prefix of 192.0.2.0 must have 0..32 bits",
        "--max-flows=-1,       '-1' is not a whole number",
        "--max-runtime=1h,     '1h' is not a whole number",
    })
    void limitThatIsNoneIsNamed(String option, String reason) {
        String error = error("9000 " + option);
        assertTrue(error.contains(reason), error);
    }

    @Test
    void extendedScalarsAreOffUnlessAskedFor() {
        assertFalse(active("host" + FLOW).extendedScalars());
        assertTrue(active("host --extended-scalars" + FLOW).extendedScalars());
    }

    @Test
    void clockIsCorrectedInVectorsOnly() {
        assertFalse(active("host" + FLOW).correctClock());
        assertTrue(active("host --correct-clock -V x.vec" + FLOW).correctClock());
        assertTrue(plan("host --correct-clock" + FLOW)
                .notices()
                .contains(new Notice(LogLevel.WARNING, "--correct-clock has no effect without --vector")));
        assertEquals(
                List.of(new Notice(
                        LogLevel.WARNING,
                        "--correct-clock has no effect at a passive node, which is told by the active node")),
                plan("9000 --correct-clock").notices());
    }

    @Test
    void filesAreTheOriginalsUnlessThoseOfOmnetppAreAskedFor() {
        assertFalse(active("host" + FLOW).omnetpp());
        assertTrue(active("host --omnetpp" + FLOW).omnetpp());
        assertEquals(
                List.of(new Notice(
                        LogLevel.WARNING,
                        "--omnetpp has no effect at a passive node, which is told by the active node")),
                plan("9000 --omnetpp").notices());
    }

    @Test
    void transportVectorsAreTheActiveNodesBusiness() {
        assertFalse(active("host" + FLOW).transport().isWanted());
        assertEquals(
                "x.vec",
                active("host --transport-vector=x.vec" + FLOW).transport().pattern());
        assertEquals(
                List.of(new Notice(
                        LogLevel.WARNING,
                        "--transport-vector has no effect at a passive node, which is told by the active node")),
                plan("9000 --transport-vector=x.vec").notices());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "host --omnetpp            | --omnetpp has no effect without --scalar, --vector or --transport-vector",
                "host --extended-scalars   | --extended-scalars has no effect without --scalar, --json or --json-stream",
                "host --extended-scalars -V x.vec | --extended-scalars has no effect without --scalar, --json or --json-stream",
                "9000 --extended-scalars   | --extended-scalars has no effect at a passive node, which is told by the active node",
                "9000 --peer-generation=2  | --peer-generation has no effect at a passive node",
                "9000 -scalar=x            | result files have no effect at a passive node; the active node writes those of both",
                "9000 -vector=x            | result files have no effect at a passive node; the active node writes those of both",
            })
    void optionsThatChangeNothingAreWarnedOf(String words, String warning) {
        String flow = words.startsWith("host") ? FLOW : "";
        assertEquals(
                List.of(new Notice(LogLevel.WARNING, warning)),
                plan(words + flow).notices().stream()
                        .filter(notice -> notice.level() == LogLevel.WARNING)
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "host --omnetpp -S x.sca",
                "host --omnetpp -V x.vec",
                "host --omnetpp --transport-vector=x.vec",
                "host --extended-scalars -S x.sca",
                "host --extended-scalars --json=x",
                "host --extended-scalars --json-stream",
            })
    void optionsThatChangeFilesAreNotWarnedOf(String words) {
        assertTrue(plan(words + FLOW).notices().stream().noneMatch(notice -> notice.level() == LogLevel.WARNING));
    }

    @ParameterizedTest
    @CsvSource({
        "0.1, 100000",
        "1, 1000000",
        "60, 60000000",
        "0.25, 250000",
        "1e1, 10000000",
        ".5, 500000",
        "2., 2000000"
    })
    void intervalIsInSeconds(String typed, int micros) {
        assertEquals(micros, active("host --interval=" + typed + FLOW).intervalMicros());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0.09", "60.1", "-1", "+1", "nan", "1s", "1d", "1f", "0x1p0", ".", "''"})
    void intervalHasBounds(String typed) {
        assertEquals(
                "Invalid value for option '--interval': '" + typed + "' is not a number of seconds 0.1..60",
                error("9000 --interval=" + typed));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "20240229, 20240229", "18446744073709551615, -1", "9223372036854775808, -9223372036854775808"})
    void seedHas64Bits(String typed, long seed) {
        assertEquals(
                OptionalLong.of(seed), active("host --seed=" + typed + FLOW).seed());
        assertEquals(OptionalLong.empty(), active("host" + FLOW).seed());
    }

    @Test
    void seedOfAPassiveNodeIsThatOfItsActiveNode() {
        assertEquals(
                List.of(new Notice(
                        LogLevel.WARNING,
                        "--seed has no effect at a passive node, which is told the seed by the active node")),
                plan("9000 --seed=1").notices());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--allow=192.0.2.0/24", "--max-flows=4", "--status-socket=x"})
    void limitsHaveNoEffectAtAnActiveNode(String option) {
        assertEquals(
                List.of(new Notice(
                        LogLevel.WARNING, option.replaceFirst("=.*", "") + " has no effect at an active node")),
                plan("host -y -udp 1:1 " + option).notices());
    }

    @Test
    void activeDefaultsAreThoseOfTheOriginal() {
        ActiveConfig config = active("host -tcp 1:100");
        assertEquals(Optional.empty(), config.control());
        assertEquals(0, config.runtimeSeconds());
        assertEquals("Client", config.activeName());
        assertEquals("Server", config.passiveName());
        assertFalse(config.scalars().isWanted());
        assertFalse(config.vectors().isWanted());
        assertEquals(Optional.empty(), config.configFile());
        assertFalse(config.fullReport());
        assertFalse(config.extendedScalars());
        assertEquals(Optional.empty(), config.peerGeneration());
        assertEquals(VectorOverflow.THIN, config.vectorOverflow());
        assertFalse(config.realTime());
        assertEquals(1_000_000, config.intervalMicros());
    }

    @Test
    void activeOptionsReachTheNode() throws UnknownHostException {
        ActiveConfig config = active("host:8000 -mptcp=1:100 -w -local=192.0.2.1 -controllocal=192.0.2.2 -v6only "
                + "-runtime=60 -A a -P p -S s.sca -V v.vec -C c.config --json=r.json --peer-generation=1 "
                + "--vector-overflow=drop --realtime");
        assertEquals(8000, config.basePort());
        assertEquals(Optional.of(ControlTransport.MPTCP), config.control());
        assertEquals(List.of(InetAddress.getByName("192.0.2.1")), config.localData());
        assertEquals(List.of(InetAddress.getByName("192.0.2.2")), config.localControl());
        assertTrue(config.v6Only());
        assertEquals(60, config.runtimeSeconds());
        assertEquals("a", config.activeName());
        assertEquals("p", config.passiveName());
        assertEquals(new ResultNames("s.sca"), config.scalars());
        assertEquals(new ResultNames("v.vec"), config.vectors());
        assertEquals(Optional.of(Path.of("c.config")), config.configFile());
        assertTrue(config.fullReport());
        assertTrue(config.extendedScalars());
        assertEquals(Optional.of(PeerGeneration.LEGACY), config.peerGeneration());
        assertEquals(VectorOverflow.DROP, config.vectorOverflow());
        assertTrue(config.realTime());
    }

    @Test
    void aRepeatedOptionReplacesTheOneBefore() {
        ActiveConfig config = active("host -T5 -S a -T 7 -S b -tcp 1:100 -w -y");
        assertEquals(7, config.runtimeSeconds());
        assertEquals(new ResultNames("b"), config.scalars());
        assertEquals(Optional.of(ControlTransport.TCP), config.control());
    }

    @Test
    void aValueMayLookLikeAnOption() {
        assertEquals("-x", active("host -A -x" + FLOW).activeName());
        assertEquals(
                "Invalid value for option '--runtime': '-tcp' is not a number of seconds, such as 60 or 0.5",
                error("host -T -tcp"));
    }

    @Test
    void anEndpointAmongTheFlowSpecificationsIsPointedOut() {
        assertEquals(
                "nothing to do: give a PORT for a passive node, or HOST[:PORT] and flows for an active node; "
                        + "-sctp took all words up to the next option, the last of them 'host': put HOST before it",
                error("-y -sctp 1:1 2:2 host"));
    }

    @ParameterizedTest
    @CsvSource({"60, 60", "0.5, 0.5", "-5, 0", "0, 0", "1e3, 1000"})
    void runTimeIsANumberAndNeverNegative(String text, double seconds) {
        assertEquals(seconds, active("host -runtime " + text + FLOW).runtimeSeconds());
    }

    @ParameterizedTest
    @CsvSource({"-1", "0"})
    void buffersWithoutSizeAreLeftAlone(String bytes) {
        assertEquals(new BufferSize(0, false), passive("9000 -sndbuf=" + bytes).sendBuffer());
    }

    @Test
    void historicCommandLineOfBothGenerationsWorks() {
        ActiveConfig config = active("HOST:9000 -tcp const0:const1460:const0:const0:cmt=mptcp "
                + "-tcp const0:const1460:const0:const0:cmt=off -runtime=60 -vector=vectors.vec.bz2 "
                + "-scalar=scalars.sca.bz2 -control-over-tcp");
        assertEquals(
                List.of(TransportProtocol.MPTCP, TransportProtocol.TCP),
                config.flows().stream().map(FlowDefinition::protocol).toList());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "9000 -X               |",
                "9000 -X -y            |",
                "9000 -x               |",
                "9000 -Y               |",
                "9000 -x -X            |",
                "9000 --tls-key k.pem  | --tls-key has no effect: QUIC is not supported in this version",
                "9000 -S x.sca         | result files have no effect at a passive node; the active node writes those of both",
                "9000 -pathmgr=x       | --pathmgr belongs to NetPerfMeter 1.x and has no effect",
                "9000 -tcp x           | flows have no effect: '9000' is a port, so this node is passive; flows are defined by the active node",
                "h -y -udp 1:1 -scheduler=x | --scheduler belongs to NetPerfMeter 1.x and has no effect",
            })
    void whatHasNoEffectIsAWarning(String words, String warning) {
        List<Notice> expected = warning == null ? List.of() : List.of(new Notice(LogLevel.WARNING, warning));
        assertEquals(expected, plan(words).notices());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "h -y                      | no flows: an active node needs at least one, such as -tcp const0:const1400",
                "h -y -tcp 1:1 b           | 'b' is one operand too many: 'h' came first; a flow needs its protocol before it",
                "h -y -tcp 1:1 -scalar=.   | --scalar: '.' is a directory; the pattern of file names is needed, such as run.sca",
                "h -y -tcp 1:1 -V /tmp/    | --vector: '/tmp/' is a directory; the pattern of file names is needed, such as run.sca",
                "-y -tcp 1:1               | nothing to do: give a PORT for a passive node, or HOST[:PORT] and flows for an active node",
                "h -y -tcp 1:1 -quic 1:1   | -quic: QUIC is not supported in this version",
                "h -y -tcp 1:1 -H name     | --tls-hostname: QUIC is not supported in this version",
                "h -X -Y -tcp 1:1          | -X and -Y leave nothing for the control connection; drop one of them",
                "9000 -X -Y                | -X and -Y leave nothing for the control connection; drop one of them",
                "9000 -w -X -Y             | -X and -Y leave nothing for the control connection; drop one of them",
                "9000 -T x                 | Invalid value for option '--runtime': 'x' is not a number of seconds, such as 60 or 0.5",
                "9000 -T nan               | Invalid value for option '--runtime': 'nan' is not a number of seconds, such as 60 or 0.5",
                "9000 -T 1e99              | Invalid value for option '--runtime': '1e99' is not a number of seconds, such as 60 or 0.5",
                "9000 -N 0                 | Invalid value for option '--count': '0' is not a whole number 1..256",
                "9000 -N 257               | Invalid value for option '--count': '257' is not a whole number 1..256",
                "9000 -N x                 | Invalid value for option '--count': 'x' is not a whole number 1..256",
                "9000 -o 1k                | Invalid value for option '--sndbuf': '1k' is not a whole number of bytes; 0 or less leaves the system's default",
                "9000 -loglevel=x          | Invalid value for option '--loglevel': 'x' is not a number 0..5",
                "9000 -logcolor=x          | Invalid value for option '--logcolor': 'x' is neither on nor off",
                "9000 -T 1d                | Invalid value for option '--runtime': '1d' is not a number of seconds, such as 60 or 0.5",
                "9000 --seed=+5  | Invalid value for option '--seed': '+5' is not a whole number 0..18446744073709551615",
                "9000 --seed=-1  | Invalid value for option '--seed': '-1' is not a whole number 0..18446744073709551615",
                "9000 --seed=18446744073709551616  | Invalid value for option '--seed': '18446744073709551616' is not a"
                        + " whole number 0..18446744073709551615",
                "9000 --peer-generation=3  | Invalid value for option '--peer-generation': '3' is none of auto, 1, 2",
                "9000 --vector-overflow=x  | Invalid value for option '--vector-overflow': 'x' is none of thin, drop, block",
                "h: -y -tcp 1:1            | 'h:' is no endpoint: there is no port behind the separator; write HOST, HOST:PORT, IPV6, [ADDRESS] or [ADDRESS]:PORT",
            })
    void errorsNameTokenReasonAndForm(String words, String message) {
        assertEquals(message, error(words));
    }

    @Test
    void theLastLevelWins() {
        assertEquals(LogLevel.ERROR, level("-loglevel=0 -q"));
        assertEquals(LogLevel.TRACE, level("-q -!"));
        assertEquals(LogLevel.WARNING, level("-! -loglevel 3"));
        assertEquals(LogLevel.FATAL, level("-loglevel=-1"));
        assertEquals(LogLevel.FATAL, level("-loglevel=9"));
        assertEquals(LogLevel.FATAL, level("-q -q"));
        assertEquals(LogLevel.ERROR, level("-q -loglevel=2 -q"));
    }

    @Test
    void historicVerbosityIsALevel() {
        assertEquals(LogLevel.INFO, level("-verbosity=9"));
        assertEquals(LogLevel.ERROR, level("-verbosity=1"));
        assertEquals(Optional.empty(), options("-verbosity=1").console().display());
        assertEquals(LogLevel.ERROR, level("-verbosity=0"));
        assertEquals(Optional.of(false), options("-verbosity=0").console().display());
    }

    private static LogLevel level(String words) {
        return options(words).console().level();
    }
}
