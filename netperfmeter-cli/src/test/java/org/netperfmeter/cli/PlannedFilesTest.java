// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.netperfmeter.cli.Plans.active;
import static org.netperfmeter.cli.Plans.error;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.netperfmeter.node.ActiveConfig;

/** Result files that a command line asks for. */
class PlannedFilesTest {
    private static final String FLOW = " -y -tcp const10:const100";

    @TempDir
    private Path directory;

    @Test
    void emptyFileNamesMeanNone() {
        ActiveConfig config = active("host -y -tcp 1:100 --scalar= -vector= -config= -json=");
        assertFalse(config.scalars().isWanted());
        assertFalse(config.vectors().isWanted());
        assertEquals(Optional.empty(), config.configFile());
        assertFalse(config.fullReport());
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
                active("host -C /dev/null --json=/dev/null" + FLOW).configFile());
    }

    @ParameterizedTest
    @CsvSource({
        "--json=/dev/stdout,      --json,    /dev/stdout",
        "--json=/dev/../dev/fd/1, --json,    /dev/../dev/fd/1",
        "-C /proc/self/fd/1,      --config,  /proc/self/fd/1",
        "--logfile=/dev/stdout,   --logfile, /dev/stdout",
    })
    void streamHasStandardOutputForItself(String words, String option, String path) {
        assertEquals(
                option + ": '" + path + "' is standard output, which --json-stream has for itself",
                error("host --json-stream " + words + FLOW));
        active("host " + words + FLOW);
    }

    @Test
    void fileThatStandardOutputIsRedirectedToIsTheStreamsAlone() throws IOException {
        Path redirected = Files.createFile(directory.resolve("events"));
        Path link = Files.createSymbolicLink(directory.resolve("link"), redirected);
        OutputFiles files = new OutputFiles(Optional.of(redirected));
        files.add("--json", directory.resolve("other"));
        assertEquals(
                "--json: '" + link + "' is standard output, which --json-stream has for itself",
                assertThrows(UsageException.class, () -> files.add("--json", link))
                        .getMessage());
    }

    @Test
    void vectorsOfStreamsAreFilesThatNoOtherOptionMayWrite() {
        assertEquals(
                "--json and --vector would both write the file 'run-active-00000001-0001.vec'; give them different names",
                error("h -sctp 1:1 2:2 -V run.vec --json=run-active-00000001-0001.vec"));
    }
}
