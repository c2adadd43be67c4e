// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compares every constant, offset and error text with the C headers and the C library of this host. */
class HeaderAuditTest {
    private static final String INCLUDES = """
            #define _GNU_SOURCE
            #include <errno.h>
            #include <poll.h>
            #include <sched.h>
            #include <stddef.h>
            #include <stdio.h>
            #include <string.h>
            #include <time.h>
            #include <netinet/in.h>
            #include <linux/tcp.h>
            #include <sys/epoll.h>
            #include <sys/eventfd.h>
            #include <sys/prctl.h>
            #include <sys/socket.h>
            #include <sys/syscall.h>
            #include <sys/timerfd.h>
            #include <sys/uio.h>
            #include <linux/dccp.h>
            #include <linux/mptcp.h>
            /* Both it and the C library have this structure. */
            #define sched_param kernel_sched_param
            #include <linux/sched/types.h>
            #undef sched_param
            #include <linux/sctp.h>
            #include <linux/sock_diag.h>
            #include <linux/udp.h>
            """;

    /** Younger than some headers that a supported system may have. */
    private static final Set<OsConstant> MAY_BE_MISSING =
            EnumSet.of(OsConstant.TCP_IS_MPTCP, OsConstant.MPTCP_FULL_INFO);

    private static final Set<StructLayout> NEEDS_NEW_HEADERS =
            EnumSet.range(StructLayout.MPTCP_INFO_RETRANSMISSIONS, StructLayout.MPTCP_SUBFLOW_INFO_BYTES);

    @TempDir
    Path directory;

    @Test
    void constantsAreThoseOfTheHeaders() throws Exception {
        String body = Stream.of(OsConstant.values())
                .map(HeaderAuditTest::printConstant)
                .collect(Collectors.joining());
        Map<String, String> actual = run(body);

        Map<String, String> expected = new LinkedHashMap<>();
        for (OsConstant constant : OsConstant.values()) {
            if (actual.containsKey(constant.toString()) || !MAY_BE_MISSING.contains(constant)) {
                expected.put(constant.toString(), Integer.toString(constant.value()));
            }
        }
        assertAgree(expected, actual);
    }

    @Test
    void structuresAreThoseOfTheHeaders() throws Exception {
        Set<StructLayout> audited = EnumSet.allOf(StructLayout.class);
        if (!Files.readString(Path.of("/usr/include/linux/mptcp.h")).contains("mptcpi_subflows_total")) {
            audited.removeAll(NEEDS_NEW_HEADERS);
        }
        String body = audited.stream()
                .map(layout -> print(layout.toString(), layout.expression()))
                .collect(Collectors.joining());

        Map<String, String> expected = new LinkedHashMap<>();
        audited.forEach(layout -> expected.put(layout.toString(), Integer.toString(layout.value())));
        assertAgree(expected, run(body));
    }

    @Test
    void errnosHaveTheNamesAndTextsOfTheLibrary() throws Exception {
        String body = """
                for (int i = 1; i < 4096; i++) {
                    if (strerrorname_np(i)) printf("%d=%s %s\\n", i, strerrorname_np(i), strerror(i));
                }
                """;
        Map<String, String> expected = new LinkedHashMap<>();
        for (Errno errno : Errno.values()) {
            expected.put(Integer.toString(errno.number()), errno + " " + errno.message());
        }
        assertAgree(expected, run(body));
    }

    private static void assertAgree(Map<String, String> ours, Map<String, String> headers) {
        Set<String> names = new TreeSet<>(ours.keySet());
        names.addAll(headers.keySet());
        List<String> differences = names.stream()
                .filter(name -> !Objects.equals(ours.get(name), headers.get(name)))
                .map(name -> name + ": ours " + ours.get(name) + ", of the headers " + headers.get(name))
                .toList();
        assertEquals(List.of(), differences);
        assertFalse(ours.isEmpty());
    }

    private static String printConstant(OsConstant constant) {
        String statement = print(constant.toString(), constant.toString());
        return MAY_BE_MISSING.contains(constant) ? "#ifdef " + constant + "\n" + statement + "#endif\n" : statement;
    }

    private static String print(String name, String expression) {
        return "printf(\"%s=%d\\n\", \"" + name + "\", (int) (" + expression + "));\n";
    }

    /** Compiles and runs a C program that prints lines of the form name=value. */
    private Map<String, String> run(String body) throws IOException, InterruptedException {
        assumeTrue(hasCompiler(), "gcc is not installed: constants are not compared with the C headers");
        Path source = directory.resolve("audit.c");
        Path program = directory.resolve("audit");
        Files.writeString(source, INCLUDES + "int main(void) {\n" + body + "return 0; }\n");
        assertEquals("", output("gcc", "-Wall", "-o", program.toString(), source.toString()));

        Map<String, String> values = new LinkedHashMap<>();
        output(program.toString()).lines().forEach(line -> {
            int separator = line.indexOf('=');
            values.put(line.substring(0, separator), line.substring(separator + 1));
        });
        return values;
    }

    private static boolean hasCompiler() throws InterruptedException {
        try {
            output("gcc", "--version");
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static String output(String... command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C");
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        return output;
    }
}
