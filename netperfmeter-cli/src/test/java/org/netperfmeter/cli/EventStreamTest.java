// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EventStreamTest {
    private static final Duration LONG = Duration.ofSeconds(50);
    private static final Duration SHORT = Duration.ofMillis(10);
    private static final String UNTAKEN = "standard output did not take the events";

    private static ObjectNode event(int number) {
        return JsonNodeFactory.instance.objectNode().put("n", number);
    }

    @Test
    void eventsAreLines() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        EventStream events = new EventStream(new PrintStream(out, false, StandardCharsets.UTF_8), 1, LONG);
        events.tell(event(1));
        assertEquals(Optional.empty(), events.catchUp());
        assertEquals(0, events.offer(event(2)));
        assertEquals(Optional.empty(), events.close());
        assertEquals("{\"n\":1}\n{\"n\":2}\n", out.toString(StandardCharsets.UTF_8));
    }

    @Test
    void readerThatStallsIsGivenUp() {
        EventStream events = new EventStream(new PrintStream(new StalledOutput()), 100, SHORT);
        events.tell(event(1));
        assertEquals(Optional.of(UNTAKEN), events.catchUp());
        events.tell(event(2));
        assertEquals(Optional.of(UNTAKEN), events.close());
    }

    @Test
    void slowReaderMissesOnlyWhatMayBeLeftOut() {
        StalledOutput out = new StalledOutput();
        EventStream events = new EventStream(new PrintStream(out), 16, LONG);
        assertEquals(0, events.offer(event(1)));
        assertEquals(0, events.offer(event(2)));
        assertEquals(1, events.offer(event(3)));
        assertEquals(2, events.offer(event(4)));
        events.tell(event(5));
        out.goOn();
        Optional<String> reason = Optional.of("standard output was read too slowly: it lacks 2 interval events");
        assertEquals(reason, events.catchUp());
        assertEquals(2, events.offer(event(6)));
        assertEquals(reason, events.close());
        assertEquals("{\"n\":1}\n{\"n\":2}\n{\"n\":5}\n{\"n\":6}\n", out.taken());
    }

    @Test
    void writeErrorIsKnownBeforeTheEnd() {
        PrintStream broken = new PrintStream(new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("No space left on device");
            }
        });
        EventStream events = new EventStream(broken, 100, LONG);
        events.tell(event(1));
        assertEquals(Optional.of(UNTAKEN), events.catchUp());
        assertEquals(Optional.of(UNTAKEN), events.close());
    }
}
