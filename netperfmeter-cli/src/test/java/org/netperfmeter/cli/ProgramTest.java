// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.netperfmeter.node.MeasurementFailedException;
import org.netperfmeter.traffic.TransportProtocol;

class ProgramTest extends ProgramFixture {
    @Test
    void helpGoesToStandardOutput() {
        assertEquals(ExitCode.OK, run("-y", "--help", "-nonsense"));
        assertTrue(out().startsWith("Usage: netperfmeter PORT [OPTION...]"), out());
        assertTrue(out().contains("-T, --runtime=SECONDS"), out());
        assertTrue(out().contains("uniform<from>,<to>"), out());
        assertTrue(out().contains("Exit codes: 0 success"), out());
        assertEquals("", err());
    }

    @Test
    void helpDoesNotMentionOptionsWithoutEffect() {
        run("-h");
        assertTrue(!out().contains("--verbosity") && !out().contains("--scheduler"), out());
    }

    @Test
    void versionGoesToStandardOutput() {
        assertEquals(ExitCode.OK, run("-y", "-v"));
        assertEquals("NetPerfMeter (unreleased)\n", out());
    }

    @Test
    void wrongUsageIsExplainedOnStandardErrorAndNothingIsConnected() {
        assertEquals(ExitCode.USAGE, run("host", "-tcp", "const5:const100:id=3"));
        assertTrue(err().startsWith("netperfmeter: "), err());
        assertTrue(err().contains("const5:const100:id=3"), err());
        assertTrue(err().endsWith("'netperfmeter --help' lists all options.\n"), err());
        assertEquals("", out());
        assertEquals(List.of(), nodes.calls);
    }

    @Test
    void passiveNodeRunsAndIsClosed() {
        assertEquals(ExitCode.OK, run("9000", "-T5"));
        assertEquals(List.of("passive 9000", "run", "close"), nodes.calls);
        assertEquals("""
                NetPerfMeter (unreleased) in Passive Mode
                Global Parameters:
                 - Runtime                   = 5 s
                 - Minimum Logging Level     = 2
                 - Active Node Name          = Client
                 - Passive Node Name         = Server
                 - Local Data Address(es)    = (any)
                 - Local Control Address(es) = (any)
                Passive Mode: Waiting for incoming connections:
                 - Control Channel = TCP on port 9001
                 - Data Channel    = TCP/UDP on port 9000, MPTCP on port 8999
                """, withoutTime(err()));
    }

    @Test
    void activeRunTellsWhatTheOriginalTellsAndEndsWithATable() {
        assertEquals(
                ExitCode.OK,
                run("192.0.2.9", "-tcp", "1:100:0:0:nodelay=on", "-runtime=3", "-L", "192.0.2.1", "-A", "me"));
        String parameters = FlowText.parameters(Samples.TCP_A, Samples.MEASUREMENT_ID, Optional.empty());
        assertEquals(
                """
                NetPerfMeter (unreleased) in Active Mode
                Global Parameters:
                 - Runtime                   = 3 s
                 - Minimum Logging Level     = 2
                 - Active Node Name          = me
                 - Passive Node Name         = Server
                 - Local Data Address(es)    = 192.0.2.1
                 - Local Control Address(es) = (any)
                Active Mode:
                - Measurement ID  = $e26e418aa43d6954
                - Remote Address  = 192.0.2.9:9000
                - Control Address = 192.0.2.9:9001 - connecting via TCP ...
                Flow #0: connecting TCP socket to 192.0.2.9:9000 from 192.0.2.1 ...
                Prepared measurement $e26e418aa43d6954:
                """
                        + parameters
                        + """
                        Starting measurement $e26e418aa43d6954 ...
                        Stopping measurement $e26e418aa43d6954 ...
                        Written results [run-active.sca]
                        """
                        + parameters
                        + FlowText.statistics(Samples.counters())
                        + "Stopped measurement $e26e418aa43d6954\n"
                        + ReportTable.render(nodes.report())
                        + "\n",
                withoutTime(err()));
        assertEquals("", out());
    }

    @Test
    void liveLineIsShownOnceASecond() {
        run("127.0.0.1", "-y", "-tcp", "1:100", "-display", "-q");
        assertTrue(out().startsWith("\r0:00:01   Flows: 1   "), out());
        assertTrue(out().endsWith("\u001b[0K\n"), out());
    }

    @Test
    void liveLineIsNotRedrawnBelowTheSummary() {
        terminal = new Terminal(true, true, 200);
        run("127.0.0.1", "-y", "-tcp", "1:100", "-logcolor=off");
        assertEquals(1, out().split("\r0:00:01", -1).length - 1, out());
    }

    @Test
    void statusOfARunningPassiveNodeIsPrinted() {
        String socket = directory.resolve("status").toString();
        nodes.whileRunning = () -> assertEquals(ExitCode.OK, run("--status", socket));
        assertEquals(ExitCode.OK, run("9000", "-q", "--status-socket=" + socket));
        assertEquals(StatusText.of(Samples.STATUS), out());
        assertEquals("", err());
        assertTrue(Files.notExists(Path.of(socket)));
    }

    @Test
    void statusOfANodeThatDoesNotRunIsAFailure() {
        Path socket = directory.resolve("status");
        assertEquals(ExitCode.FAILED, run("--status", socket.toString()));
        assertTrue(err().startsWith("netperfmeter: no passive node answers at " + socket + ": "), err());
    }

    @Test
    void passiveNodeWhoseStatusSocketCannotBeOpenedEnds() {
        Path socket = directory.resolve("missing/status");
        assertEquals(ExitCode.FAILED, run("9000", "-q", "--status-socket=" + socket));
        assertTrue(withoutTime(err()).startsWith("FAILED: cannot open the status socket " + socket + ": "), err());
        assertEquals(List.of("passive 9000", "close"), nodes.calls);
    }

    @Test
    void failedMeasurementIsExplained() {
        nodes.failure = new MeasurementFailedException("connect 192.0.2.1:9001: Connection refused (ECONNREFUSED)");
        assertEquals(ExitCode.FAILED, run("192.0.2.1", "-y", "-tcp", "1:100", "-q"));
        assertEquals("FAILED: connect 192.0.2.1:9001: Connection refused (ECONNREFUSED)\n", withoutTime(err()));
        assertEquals(List.of("active 192.0.2.1:9000", "run", "close"), nodes.calls);
    }

    @Test
    void measurementThatWasStoppedEarlyHasACodeOfItsOwn() {
        nodes.partial = Optional.of("stopped by SIGINT before the run time was over");
        assertEquals(3, run("192.0.2.1", "-y", "-tcp", "1:100", "-T5", "-q"));
        assertEquals("", err());
    }

    @Test
    void wordsWithEscapeSequencesAreShownWithoutThem() {
        assertEquals(ExitCode.USAGE, run("192.0.2.1", "-tcp", "1:\u001b[2Jx\u009b1m"));
        assertTrue(err().contains("1: [2Jx 1m"), err());
    }

    @Test
    void failureIsNotHiddenInALogFile() throws IOException {
        Path log = directory.resolve("log");
        nodes.failure = new MeasurementFailedException("no answer");
        assertEquals(ExitCode.FAILED, run("192.0.2.1", "-y", "-tcp", "1:100", "-q", "-logfile=" + log));
        assertEquals("netperfmeter: no answer\n", err());
        assertEquals("FAILED: no answer\n", withoutTime(Files.readString(log)));
    }

    @Test
    void protocolsAreListedWithTheReasonsWhySomeAreMissing() {
        nodes.missing.put(TransportProtocol.DCCP, "removed from this kernel");
        nodes.missing.put(TransportProtocol.QUIC, "not in this version");
        assertEquals(ExitCode.OK, run("--protocols"));
        assertEquals("""
                TCP    available
                MPTCP  available
                UDP    available
                SCTP   available
                DCCP   not available: removed from this kernel
                QUIC   not available: not in this version
                """, out());
        assertEquals("", err());
        assertEquals(List.of(), nodes.calls);
    }

    @Test
    void eachProtocolHasALine() {
        run("--protocols");
        Set<String> names =
                out().lines().map(line -> line.substring(0, line.indexOf(' '))).collect(Collectors.toSet());
        assertEquals(Stream.of(TransportProtocol.values()).map(Enum::name).collect(Collectors.toSet()), names);
    }

    @Test
    void flowsOfProtocolsThatAreMissingFailBeforeAnythingIsConnected() {
        nodes.missing.put(TransportProtocol.SCTP, "no module");
        nodes.missing.put(TransportProtocol.DCCP, "removed");
        assertEquals(
                ExitCode.FAILED, run("192.0.2.1", "-tcp", "1:1", "-sctp", "1:1", "2:2", "-dccp", "1:1:0:0:id=9", "-q"));
        assertEquals(
                "FAILED: SCTP flow #1 is not possible on this host: no module; "
                        + "DCCP flow #9 is not possible on this host: removed\n",
                withoutTime(err()));
        assertEquals(List.of(), nodes.calls);
    }

    @ParameterizedTest
    @CsvSource({"-x, SCTP", "-y, TCP", "-w, MPTCP"})
    void controlThatIsInsistedOnMustBePossible(String option, TransportProtocol protocol) {
        nodes.missing.put(protocol, "no module");
        assertEquals(ExitCode.FAILED, run("192.0.2.1", option, "-udp", "1:1", "-q"));
        assertEquals(
                "FAILED: " + option + ": control over " + protocol + " is not possible on this host: no module\n",
                withoutTime(err()));
        assertEquals(List.of(), nodes.calls);
    }

    @Test
    void controlOverSctpThatNobodyAskedForMayBeMissing() {
        nodes.missing.put(TransportProtocol.SCTP, "no module");
        assertEquals(ExitCode.OK, run("192.0.2.1", "-tcp", "1:1", "-q"));
        assertEquals(List.of("active 192.0.2.1:9000", "run", "close"), nodes.calls);
    }

    @Test
    void passiveNodeDecidesForItselfWhatItCanDoWithout() {
        nodes.missing.put(TransportProtocol.SCTP, "no module");
        assertEquals(ExitCode.OK, run("9000", "-x", "-q"));
    }

    @Test
    void missingNativeLibraryComesWithAdvice() {
        nodes.linkageError = new UnsatisfiedLinkError("failed to map segment from shared object");
        assertEquals(ExitCode.FAILED, run("9000", "-q"));
        assertTrue(err().contains("failed to map segment"), err());
        assertTrue(err().contains("NETPERFMETER_JAVA_OPTS=-Djna.tmpdir=DIRECTORY"), err());
    }
}
