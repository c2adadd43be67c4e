// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.interoperation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.netperfmeter.json.RunSchema;

/** The run in JSON, of the built program: as a document, and as lines on standard output. */
class JsonIT {
    private static final long EXIT_SECONDS = 60;
    private static final RunSchema DOCUMENT = RunSchema.ofDocument();
    private static final RunSchema EVENT = RunSchema.ofEvent();

    private final int port = Sockets.freeBasePort();

    @TempDir
    private Path directory;

    /** Standard output goes to a file of its own. */
    private Node active(String... arguments) {
        List<String> command =
                new ArrayList<>(List.of("sh", "-c", "exec \"$0\" \"$@\" >events", TestBed.netperfmeter()));
        command.addAll(
                List.of("127.0.0.1:" + port, "-y", "-display", "--json=run.json", "--json-stream", "--interval=0.2"));
        command.addAll(List.of(arguments));
        return Node.start(directory, "active", command);
    }

    private JsonNode document() throws IOException {
        return DOCUMENT.read(Files.readString(directory.resolve("run.json")));
    }

    /** The document is that of the last event. */
    private List<String> events() throws IOException {
        List<JsonNode> events = Files.readAllLines(directory.resolve("events")).stream()
                .map(EVENT::read)
                .toList();
        assertEquals(document(), events.get(events.size() - 1).get("run"));
        return events.stream().map(event -> event.get("event").asText()).toList();
    }

    @Test
    void wholeRunIsADocumentAndLines() throws IOException {
        try (Node passive = Ours.passive(directory, port);
                Node active = active("-runtime=3", "--seed=5", "-tcp", "const100:const1000:const100:const1000")) {
            assertEquals(0, active.awaitExit(EXIT_SECONDS), active::toString);
            assertTrue(active.output().contains("Out: "), active::toString);
            passive.awaitOutput("Stopped measurement");
        }
        JsonNode json = document();
        assertEquals("completed", json.at("/end/outcome").asText());
        assertEquals("5", json.at("/inEffect/passiveSeed").asText());
        assertEquals(json.at("/active/software"), json.at("/passive/software"));
        for (String direction : List.of("outbound", "inbound")) {
            String flow = "/flows/0/" + direction;
            assertTrue(json.at(flow + "/sent/frames").asLong() > 50, json::toString);
            assertEquals(json.at(flow + "/sent/bytes"), json.at(flow + "/received/bytes"));
            assertTrue(json.at(flow + "/received/delay/p99Micros").isNumber(), json::toString);
        }
        List<String> events = events();
        assertEquals("start", events.get(0));
        assertTrue(events.stream().filter("interval"::equals).count() >= 3, events::toString);
    }

    @Test
    void interruptedRunIsADocument() throws IOException {
        try (Node passive = Ours.passive(directory, port);
                Node active =
                        active("-runtime=60", "-tcp", "const100:const1000").awaitOutput("Out: ")) {
            assertEquals(3, active.interrupt(), active::toString);
            passive.awaitOutput("Stopped measurement");
        }
        JsonNode json = document();
        assertEquals("interrupted", json.at("/end/outcome").asText());
        assertEquals("stopped by SIGINT", json.at("/end/reason").asText());
        assertEquals(3, json.at("/end/exitCode").asInt());
        assertEquals(json.at("/flows/0/outbound/sent/bytes"), json.at("/flows/0/outbound/received/bytes"));
        assertEquals("end", events().get(events().size() - 1));
    }

    @Test
    void lostPassiveNodeIsADocument() throws IOException {
        try (Node passive = Ours.passive(directory, port);
                Node active =
                        active("-runtime=60", "-tcp", "const100:const1000").awaitOutput("Out: ")) {
            passive.kill();
            assertEquals(1, active.awaitExit(EXIT_SECONDS), active::toString);
        }
        JsonNode json = document();
        assertEquals("failed", json.at("/end/outcome").asText());
        assertEquals(json.at("/end/reason"), json.at("/end/partial"));
        assertTrue(json.at("/flows/0/outbound/sent/bytes").asLong() > 0, json::toString);
        assertTrue(json.at("/flows/0/outbound/received").isNull(), json::toString);
        assertEquals("end", events().get(events().size() - 1));
    }

    @Test
    void unreachablePassiveNodeIsADocument() throws IOException {
        try (Node active = active("-runtime=1", "-tcp", "const100:const1000")) {
            assertEquals(1, active.awaitExit(EXIT_SECONDS), active::toString);
        }
        assertTrue(document().at("/end/reason").asText().startsWith("cannot reach the passive node"));
        assertEquals(List.of("end"), events());
    }

    /** The pipe is opened when the document is begun: much of the start-up is still to come then. */
    @Test
    void signalDuringTheStartUpLeavesADocument() throws Exception {
        Path pipe = directory.resolve("pipe");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
        List<String> command =
                List.of(TestBed.netperfmeter(), "127.0.0.1:" + port, "-y", "--json=pipe", "-tcp", "const100:const1000");
        try (ServerSocket silent = new ServerSocket(port + 1, 1, InetAddress.getLoopbackAddress());
                Node active = Node.start(directory, "active", command);
                InputStream document = Files.newInputStream(pipe)) {
            assertEquals(1, active.interrupt(), active::toString);
            JsonNode end = DOCUMENT.read(new String(document.readAllBytes(), StandardCharsets.UTF_8))
                    .get("end");
            assertEquals("failed", end.get("outcome").asText());
            assertEquals(
                    "stopped before the measurement began", end.get("reason").asText());
            assertTrue(silent.isBound());
        }
    }

    /** Its counters come, and nothing else. */
    @Test
    void whatThePeerDoesNotTellIsUnknown() throws IOException {
        Requirement.PEER.assume();
        try (Node passive = Peer.passive(directory, port);
                Node active = active("-runtime=1", "-tcp", "const100:const1000:const100:const1000")) {
            assertEquals(0, active.awaitExit(EXIT_SECONDS), active + "\n" + passive);
        }
        JsonNode json = document();
        assertTrue(json.at("/flows/0/outbound/received/bytes").asLong() > 0, json::toString);
        assertTrue(json.at("/flows/0/inbound/sent/bytes").asLong() > 0, json::toString);
        assertTrue(json.at("/flows/0/inbound/received/delay/p99Micros").isNumber(), json::toString);
        assertTrue(json.at("/flows/0/outbound/received/frames").isNull(), json::toString);
        assertTrue(json.at("/flows/0/outbound/received/delay").isNull(), json::toString);
        assertTrue(json.at("/flows/0/outbound/received/lost").isNull(), json::toString);
        assertTrue(json.at("/inEffect/passiveSeed").isNull(), json::toString);
        assertTrue(json.at("/passive/kernel").isNull(), json::toString);
        assertEquals(
                List.of(
                        "clock",
                        "passive host",
                        "seed and interval of the passive node",
                        "received frames at the passive node",
                        "delay, loss, order and connections at the passive node"),
                json.findValuesAsText("what"));
    }
}
