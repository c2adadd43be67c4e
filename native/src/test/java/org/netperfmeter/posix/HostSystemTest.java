// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostSystemTest {
    @ParameterizedTest
    @CsvSource({
        "Linux, amd64, LINUX_X86_64",
        "Linux, aarch64, LINUX_AARCH64",
        "Linux, riscv64, OTHER",
        "Linux, x86, OTHER",
        "Mac OS X, aarch64, OTHER",
        "FreeBSD, amd64, OTHER",
        "Windows 11, amd64, OTHER",
    })
    void onlyAuditedSystemsAreKnown(String osName, String osArch, HostSystem expected) {
        assertEquals(expected, HostSystem.of(osName, osArch));
    }

    @Test
    void epollEventIsPackedOnX8664Only() {
        assertEquals(12, StructLayout.EPOLL_EVENT_BYTES.valueOn(HostSystem.LINUX_X86_64));
        assertEquals(4, StructLayout.EPOLL_EVENT_DATA.valueOn(HostSystem.LINUX_X86_64));
        assertEquals(16, StructLayout.EPOLL_EVENT_BYTES.valueOn(HostSystem.LINUX_AARCH64));
        assertEquals(8, StructLayout.EPOLL_EVENT_DATA.valueOn(HostSystem.LINUX_AARCH64));
    }

    @Test
    void exceptionSaysThatTheSystemIsNotSupported() {
        assertEquals(
                "not supported on this system: needs Linux on x86-64 or aarch64, found Plan 9 on mips",
                new UnsupportedSystemException(LibC.unaudited("Plan 9", "mips")).getMessage());
    }
}
