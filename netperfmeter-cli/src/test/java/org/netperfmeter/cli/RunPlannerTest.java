// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.netperfmeter.cli.RunPlan.Notice;
import org.netperfmeter.node.ActiveConfig;
import org.netperfmeter.node.ControlTransport;
import org.netperfmeter.node.PassiveConfig;
import org.netperfmeter.results.ResultNames;
import org.netperfmeter.results.VectorOverflow;
import org.netperfmeter.traffic.BufferSize;
import org.netperfmeter.traffic.FlowDefinition;
import org.netperfmeter.traffic.TransportProtocol;
import org.netperfmeter.wire.PeerGeneration;

class RunPlannerTest {
    private static final String FLOW = " -y -tcp const10:const100";

    @TempDir
    private Path directory;

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
                        false),
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
                        true),
                passive("-w -L 192.0.2.1 -l [2001:db8::1]:7 -6 -T2.5 -o 1000 -i2000 --vector-overflow=block --realtime "
                        + "9000"));
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
        assertEquals(Optional.empty(), config.json());
        assertEquals(Optional.empty(), config.peerGeneration());
        assertEquals(VectorOverflow.THIN, config.vectorOverflow());
        assertFalse(config.realTime());
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
        assertEquals(Optional.of(Path.of("r.json")), config.json());
        assertEquals(Optional.of(PeerGeneration.LEGACY), config.peerGeneration());
        assertEquals(VectorOverflow.DROP, config.vectorOverflow());
        assertTrue(config.realTime());
    }

    @Test
    void flowsAreNumberedInTheOrderOfTheCommandLine() {
        ActiveConfig config = active("-u 1:100 host -tcp 2:100 -y -mptcp 3:100 -tcp=4:100:0:0:cmt=mptcp -udp 5:100");
        assertEquals(
                "0 UDP 1.0, 1 TCP 2.0, 2 MPTCP 3.0, 3 MPTCP 4.0, 4 UDP 5.0",
                config.flows().stream().map(RunPlannerTest::summary).collect(Collectors.joining(", ")));
    }

    @Test
    void countRepeatsTheWholeList() {
        ActiveConfig config = active("host -y -tcp 1:100 -udp 2:100 -count=2");
        assertEquals(
                "0 TCP 1.0, 1 UDP 2.0, 2 TCP 1.0, 3 UDP 2.0",
                config.flows().stream().map(RunPlannerTest::summary).collect(Collectors.joining(", ")));
    }

    @Test
    void aRepeatedOptionReplacesTheOneBefore() {
        ActiveConfig config = active("host -T5 -S a -T 7 -S b -tcp 1:100 -w -y");
        assertEquals(7, config.runtimeSeconds());
        assertEquals(new ResultNames("b"), config.scalars());
        assertEquals(Optional.of(ControlTransport.TCP), config.control());
    }

    @Test
    void emptyFileNamesMeanNone() {
        ActiveConfig config = active("host -y -tcp 1:100 --scalar= -vector= -config= -json=");
        assertFalse(config.scalars().isWanted());
        assertFalse(config.vectors().isWanted());
        assertEquals(Optional.empty(), config.configFile());
        assertEquals(Optional.empty(), config.json());
    }

    @ParameterizedTest
    @CsvSource({
        "-S run.x -V run.x,                         --scalar, --vector, run-active.x",
        "-S run.x -V ./sub/../run.x,                --scalar, --vector, ./sub/../run-active.x",
        "-C run-passive.sca -S run.sca,             --config, --scalar, run-passive.sca",
        "-V run.vec -S run-active-00000000-0000.vec --json=run-passive-00000000-0000.vec, --json, --vector, run-passive-00000000-0000.vec",
        "-C a --json=a,                             --config, --json, a",
        "--logfile=a --json=a,                      --logfile, --json, a",
    })
    void twoOptionsMustNotWriteTheSameFile(String words, String one, String other, String path) {
        assertEquals(
                one + " and " + other + " would both write the file '" + path + "'; give them different names",
                error("host " + words + FLOW));
    }

    @Test
    void resultsNeedADirectoryToBeWrittenInto() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        assertEquals(
                "--scalar: cannot write '" + directory + "/none/run-active.sca': there is no directory '" + directory
                        + "/none'",
                error("host -S " + directory + "/none/run.sca" + FLOW));
        assertEquals(
                "--json: cannot write '" + file + "/run.json': '" + file + "' is no directory",
                error("host --json=" + file + "/run.json" + FLOW));
        assertEquals(
                "--config: cannot write '" + directory + "': it is a directory",
                error("host --config=" + directory + FLOW));
    }

    @Test
    void devicesMayBeWrittenByTwoOptions() {
        assertEquals(
                Optional.of(Path.of("/dev/null")),
                active("host -C /dev/null --json=/dev/null" + FLOW).json());
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

    /** The three switches of the passive node, each in the order of the command line. */
    @ParameterizedTest
    @CsvSource({
        "'',          SCTP TCP",
        "-x,          SCTP TCP",
        "-y,          SCTP TCP",
        "-w,          SCTP TCP MPTCP",
        "-X,          TCP",
        "-X -w,       TCP MPTCP",
        "-Y,          SCTP",
        "-x -Y,       SCTP",
        "-W,          SCTP TCP",
        "-w -W,       SCTP TCP",
        "-W -w,       SCTP TCP MPTCP",
        "-w -Y,       SCTP",
        "-Y -w,       SCTP TCP MPTCP",
        "-Y -y,       SCTP TCP",
        "-X -Y -x,    SCTP",
        "-X -Y -y,    TCP",
        "-control-over-mptcp -no-control-over-sctp -no-control-over-mptcp, TCP",
    })
    void passiveNodeAcceptsWhatItsSwitchesLeave(String words, String accepted) {
        assertEquals(
                Stream.of(accepted.split(" ")).map(ControlTransport::valueOf).collect(Collectors.toSet()),
                passive("9000 " + words).control());
    }

    /** One variable at the active node, which the options with capital letters leave alone. */
    @ParameterizedTest
    @CsvSource({
        "'',          ",
        "-X,          ",
        "-Y,          ",
        "-W,          ",
        "-x,          SCTP",
        "-y,          TCP",
        "-w,          MPTCP",
        "-x -X,       SCTP",
        "-y -Y,       TCP",
        "-w -W,       MPTCP",
        "-x -y,       TCP",
        "-y -w -x,    SCTP",
        "-control-over-sctp, SCTP",
    })
    void activeNodeTakesTheTransportThatWasNamedLast(String words, ControlTransport control) {
        assertEquals(
                Optional.ofNullable(control), active("host -tcp 1:100 " + words).control());
    }

    @Test
    void aFlowSpecificationIsAStreamOfItsAssociation() {
        ActiveConfig config = active("host -tcp 1:100 -sctp 2:100 3:100 -dccp 4:100 -s 5:100 -y -sctp=6:100 7:100 -x");
        assertEquals(
                "0/0 TCP 1.0, 1/0 SCTP 2.0, 2/1 SCTP 3.0, 3/0 DCCP 4.0, 4/0 SCTP 5.0, 5/0 SCTP 6.0, 6/1 SCTP 7.0",
                config.flows().stream()
                        .map(flow -> summary(flow).replaceFirst(" ", "/" + flow.streamId() + " "))
                        .collect(Collectors.joining(", ")));
    }

    @Test
    void countRepeatsAssociationsAsAWhole() {
        ActiveConfig config = active("host -sctp 1:100 2:100 -N 2 -y");
        assertEquals(
                List.of(0, 1, 0, 1),
                config.flows().stream().map(FlowDefinition::streamId).toList());
        assertEquals(
                List.of(0, 1, 2, 3),
                config.flows().stream().map(FlowDefinition::flowId).toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"cmt", "cmtrpv1", "cmtrpv2", "mptcp", "300"})
    void multipathTransferOverSctpIsRefused(String name) {
        String spec = "1:1:0:0:cmt=" + name;
        String refusal = "flow specification \"" + spec
                + "\": SCTP of Linux has no concurrent multipath transfer; leave out cmt=, or give cmt=off";
        assertEquals(refusal, error("h -sctp " + spec + " -y"));
        assertEquals(refusal, error("h -sctp 1:1 " + spec + " -y"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"cmt=off", "cmt=0", "cmt=256"})
    void multipathTransferOverSctpMayBeOff(String option) {
        assertEquals(List.of(), plan("h -sctp 1:1:0:0:" + option + " -y").notices());
    }

    @Test
    void multipathTransferMeansNothingToOtherProtocols() {
        assertEquals(
                List.of(), plan("h -dccp 1:1:0:0:cmt=cmt -udp 1:1:0:0:cmt=cmt").notices());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rcvbuf=100000  | rcvbuf=100000",
                "sndbuf=0       | sndbuf=0",
                "nodelay=on     | nodelay=on",
                "v6only         | v6only",
                "cc=reno        | cc=reno",
            })
    void laterStreamsCannotSetUpTheSocket(String option, String ignored) {
        String later = "2:1:0:0:" + option;
        assertEquals(
                List.of(new Notice(
                        LogLevel.WARNING,
                        "flow specification \"" + later + "\": " + ignored
                                + " is ignored at this node: streams share the "
                                + "socket of their association, and it has the options of the first")),
                plan("h -sctp 1:1 " + later + " -y").notices());
        assertEquals(
                List.of(), plan("h -sctp " + later + " " + later + " 1:1 -y").notices());
        assertEquals(List.of(), plan("h -sctp 1:1 -sctp " + later + " -y").notices());
    }

    @Test
    void everyIgnoredOptionOfEveryLaterStreamIsNamed() {
        List<String> warnings =
                plan("h -sctp 1:1:0:0:rcvbuf=5 2:1:0:0:rcvbuf=6:sndbuf=7 3:1:0:0:v6only -y").notices().stream()
                        .map(Notice::text)
                        .toList();
        assertEquals(3, warnings.size());
        assertTrue(warnings.get(0).contains("2:1:0:0:rcvbuf=6:sndbuf=7\": rcvbuf=6 is ignored"), warnings.get(0));
        assertTrue(warnings.get(1).contains("2:1:0:0:rcvbuf=6:sndbuf=7\": sndbuf=7 is ignored"), warnings.get(1));
        assertTrue(warnings.get(2).contains("3:1:0:0:v6only\": v6only is ignored"), warnings.get(2));
    }

    @Test
    void sharedFlowIdsAreWarnedOf() {
        RunPlan plan = plan("h -sctp 1:1:0:0:id=5 1:1:0:0:id=5 1:1:0:0:id=5 1:1 -y");
        assertEquals(
                List.of(
                        new Notice(
                                LogLevel.WARNING,
                                "flow ID 5 belongs to several streams, which scalar and configuration files cannot tell apart")),
                plan.notices());
        assertEquals(
                List.of(5, 5, 5, 6),
                assertInstanceOf(RunPlan.Active.class, plan).config().flows().stream()
                        .map(FlowDefinition::flowId)
                        .toList());
    }

    @Test
    void vectorsOfStreamsAreFilesThatNoOtherOptionMayWrite() {
        assertEquals(
                "--json and --vector would both write the file 'run-active-00000001-0001.vec'; give them different names",
                error("h -sctp 1:1 2:2 -V run.vec --json=run-active-00000001-0001.vec"));
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
                "h -y -tcp 1:1 -scheduler=x | --scheduler belongs to NetPerfMeter 1.x and has no effect",
            })
    void whatHasNoEffectIsAWarning(String words, String warning) {
        List<Notice> expected = warning == null ? List.of() : List.of(new Notice(LogLevel.WARNING, warning));
        assertEquals(expected, plan(words).notices());
    }

    @Test
    void historicFlowOptionsAreAWarningToo() {
        assertEquals(1, plan("h -y -tcp 1:1:0:0:ndiffports=4").notices().size());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "h -y                      | no flows: an active node needs at least one, such as -tcp const0:const1400",
                "h -y -tcp 1:1 b           | 'b' is one operand too many: 'h' came first; a flow needs its protocol before it",
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
                "9000 --peer-generation=3  | Invalid value for option '--peer-generation': '3' is none of auto, 1, 2",
                "9000 --vector-overflow=x  | Invalid value for option '--vector-overflow': 'x' is none of thin, drop, block",
                "h: -y -tcp 1:1            | 'h:' is no endpoint: there is no port behind the separator; write HOST, HOST:PORT, IPV6, [ADDRESS] or [ADDRESS]:PORT",
            })
    void errorsNameTokenReasonAndForm(String words, String message) {
        assertEquals(message, error(words));
    }

    @Test
    void flowErrorsNameTheSpecification() {
        String message = error("host -y -tcp 1:100 -udp const5:const100:id=3");
        assertTrue(message.contains("const5:const100:id=3"), message);
        assertTrue(error("host -y -tcp 1:1:0:0:id=1 -count=2").contains("1"));
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

    private static String summary(FlowDefinition flow) {
        return flow.flowId() + " " + flow.protocol() + " "
                + flow.outbound().frameRate().parameter(0);
    }

    private static Options options(String words) {
        return Options.parse(List.of(words.split(" +")), false);
    }

    private static LogLevel level(String words) {
        return options(words).console().level();
    }

    private static RunPlan plan(String words) {
        return RunPlanner.plan(options(words));
    }

    private static ActiveConfig active(String words) {
        return assertInstanceOf(RunPlan.Active.class, plan(words)).config();
    }

    private static PassiveConfig passive(String words) {
        return assertInstanceOf(RunPlan.Passive.class, plan(words)).config();
    }

    private static String error(String words) {
        return assertThrows(IllegalArgumentException.class, () -> plan(words)).getMessage();
    }
}
