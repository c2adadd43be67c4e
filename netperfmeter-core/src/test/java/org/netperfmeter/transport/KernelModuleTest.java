// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KernelModuleTest {
    @TempDir
    Path modules;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kernel/net/sctp/sctp.ko: kernel/lib/libcrc32c.ko",
                "kernel/net/sctp/sctp.ko.xz:",
                "sctp.ko.zst: x.ko"
            })
    void installedModuleIsToBeLoaded(String line) throws IOException {
        Files.writeString(modules.resolve("modules.dep"), "kernel/net/dccp/dccp.ko:\n" + line + "\n");
        assertEquals(
                "the kernel's module sctp is not loaded (modprobe sctp)", KernelModule.reason("SCTP", "sctp", modules));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"kernel/net/sctp/sctp_diag.ko: kernel/net/sctp/sctp.ko", "kernel/net/xsctp.ko:", "", "garbage"})
    void otherModulesAreNotMistakenForIt(String line) throws IOException {
        Files.writeString(modules.resolve("modules.dep"), line + "\n");
        assertEquals("this kernel has no SCTP", KernelModule.reason("SCTP", "sctp", modules));
    }

    @Test
    void kernelWithoutModulesHasNone() {
        assertEquals("this kernel has no SCTP", KernelModule.reason("SCTP", "sctp", modules.resolve("missing")));
    }
}
