// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.netperfmeter.json.RunSchema;
import org.netperfmeter.node.MeasurementFailedException;
import org.netperfmeter.traffic.TransportProtocol;

/** What the program makes of {@code --json} and {@code --json-stream}. */
class ProgramJsonTest extends ProgramFixture {
    private static final RunSchema DOCUMENT = RunSchema.ofDocument();
    private static final RunSchema EVENT = RunSchema.ofEvent();

    private int runInJson(String... more) {
        List<String> words =
                new ArrayList<>(List.of("192.0.2.1", "-y", "-tcp", "1:100", "-T5", "-q", "--json=" + jsonFile()));
        words.addAll(List.of(more));
        return run(words.toArray(String[]::new));
    }

    private Path jsonFile() {
        return directory.resolve("run.json");
    }

    private JsonNode document() throws IOException {
        return DOCUMENT.read(Files.readString(jsonFile()));
    }

    @Test
    void documentHasTheWholeRun() throws IOException {
        assertEquals(ExitCode.OK, runInJson("--seed=7"));
        JsonNode json = document();
        assertEquals("completed", json.at("/end/outcome").asText());
        assertEquals("run time is over", json.at("/end/reason").asText());
        assertTrue(json.at("/end/partial").isNull());
        assertEquals(0, json.at("/end/exitCode").asInt(-1));
        assertEquals("netperfmeter", json.at("/commandLine/0").asText());
        assertEquals("192.0.2.1", json.at("/commandLine/1").asText());
        assertEquals("--seed=7", json.at("/commandLine/8").asText());
        assertEquals(87_600, json.at("/flows/0/outbound/sent/bytes").asLong());
        assertEquals("", out());
    }

    @Test
    void failureIsInTheDocument() throws IOException {
        nodes.failure = new MeasurementFailedException("no answer");
        assertEquals(ExitCode.FAILED, runInJson("--local=192.0.2.9,192.0.2.10"));
        JsonNode json = document();
        assertEquals("failed", json.at("/end/outcome").asText());
        assertEquals("no answer", json.at("/end/reason").asText());
        assertEquals("no answer", json.at("/end/partial").asText());
        assertEquals(1, json.at("/end/exitCode").asInt());
        assertTrue(json.at("/flows/0/outbound/sent").isNull());
    }

    @Test
    void whatThisHostCannotDoIsInTheDocument() throws IOException {
        nodes.missing.put(TransportProtocol.TCP, "no module");
        assertEquals(ExitCode.FAILED, runInJson());
        String reason = document().at("/end/reason").asText();
        assertTrue(reason.endsWith("is not possible on this host: no module"), reason);
        assertEquals(List.of(), nodes.calls);
    }

    @Test
    void programmingErrorIsInTheDocumentAndNotHidden() throws IOException {
        nodes.whileRunning = () -> {
            throw new IllegalStateException("broken");
        };
        assertThrows(IllegalStateException.class, this::runInJson);
        assertEquals(
                "internal error: java.lang.IllegalStateException: broken",
                document().at("/end/reason").asText());
    }

    @Test
    void stopBeforeTheEndIsInTheDocument() throws IOException {
        nodes.partial = Optional.of("stopped by SIGINT before the run time was over");
        assertEquals(ExitCode.STOPPED_EARLY, runInJson());
        assertEquals("interrupted", document().at("/end/outcome").asText());
        assertEquals(3, document().at("/end/exitCode").asInt());
    }

    @Test
    void warningsOfTheCommandLineAreInTheDocument() throws IOException {
        assertEquals(ExitCode.OK, runInJson("--max-flows=3"));
        assertEquals(
                "--max-flows has no effect at an active node",
                document().at("/warnings/0").asText());
    }

    @Test
    void documentOfAnEarlierRunIsKeptBesideTheNewOne() throws IOException {
        Files.writeString(jsonFile(), "earlier");
        nodes.failure = new MeasurementFailedException("no answer");
        runInJson();
        assertEquals("earlier", Files.readString(directory.resolve("run.json~")));
        assertEquals("failed", document().at("/end/outcome").asText());
    }

    @Test
    void streamHasStandardOutputForItself() {
        terminal = new Terminal(true, false, 200);
        assertEquals(
                ExitCode.OK,
                run("192.0.2.1", "-y", "-tcp", "1:100", "-T5", "--json-stream", "-display", "-logcolor=off"));
        List<String> events = out().lines()
                .map(line -> EVENT.read(line).get("event").asText())
                .toList();
        assertEquals(List.of("start", "interval", "end"), events);
        assertTrue(out().endsWith("}\n"), out());
        assertTrue(err().contains("0:00:01"), err());
        assertTrue(err().contains(ReportTable.render(nodes.report())), err());
    }

    @Test
    void failureIsTheOnlyEventBeforeAStart() {
        nodes.failure = new MeasurementFailedException("no answer");
        assertEquals(ExitCode.FAILED, run("192.0.2.1", "-y", "-tcp", "1:100", "--json-stream", "-q"));
        assertEquals("no answer", EVENT.read(out()).at("/run/end/reason").asText());
    }

    @Test
    void streamThatNobodyTakesIsAFailure() {
        PrintStream broken = new PrintStream(new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        });
        assertEquals(
                ExitCode.FAILED,
                new Program(broken, stream(err), terminal, nodes)
                        .run(List.of("192.0.2.1", "-y", "-tcp", "1:100", "--json-stream", "-q")));
        assertEquals("FAILED: standard output did not take the events\n", withoutTime(err()));
    }

    @Test
    @Timeout(60)
    void readerOfTheStreamThatStallsDoesNotKeepTheProgram() throws IOException {
        PrintStream stalled = new PrintStream(new StalledOutput());
        assertEquals(
                ExitCode.FAILED,
                new Program(stalled, stream(err), terminal, nodes)
                        .run(List.of(
                                "192.0.2.1", "-y", "-tcp", "1:100", "--json-stream", "--json=" + jsonFile(), "-q")));
        assertEquals(1, document().at("/end/exitCode").asInt());
        assertEquals(
                "standard output did not take the events",
                document().at("/end/reason").asText());
        assertEquals("FAILED: standard output did not take the events\n", withoutTime(err()));
    }

    @Test
    void documentThatCannotBeWrittenIsInTheLastEvent() {
        Assumptions.assumeTrue(Files.exists(Path.of("/dev/full")), "/dev/full: there is no such device");
        assertEquals(
                ExitCode.FAILED, run("192.0.2.1", "-y", "-tcp", "1:100", "--json-stream", "--json=/dev/full", "-q"));
        String last = out().lines().reduce("", (before, line) -> line);
        JsonNode end = EVENT.read(last).at("/run/end");
        assertEquals("failed", end.get("outcome").asText());
        assertEquals(1, end.get("exitCode").asInt());
        assertTrue(end.get("reason").asText().startsWith("write /dev/full: "), last);
        assertTrue(withoutTime(err()).startsWith("FAILED: write /dev/full: "), err());
    }

    @Test
    void jsonIsForActiveNodes() {
        run("9000", "--json-stream");
        assertTrue(err().contains("--json and --json-stream have no effect at a passive node"), err());
        assertEquals("", out());
    }
}
