// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** The program with {@link FakeNodes}: how it is called, and what it writes. */
abstract class ProgramFixture {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    final ByteArrayOutputStream err = new ByteArrayOutputStream();
    final FakeNodes nodes = new FakeNodes();
    Terminal terminal = new Terminal(false, false, 200);

    @TempDir
    Path directory;

    int run(String... words) {
        return new Program(stream(out), stream(err), terminal, nodes).run(List.of(words));
    }

    static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    static String withoutTime(String log) {
        return log.replaceAll("(?m)^..-...-.... ..:..:..[.]....: ", "");
    }
}
