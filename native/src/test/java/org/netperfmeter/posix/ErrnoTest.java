// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ErrnoTest {
    @Test
    void errorNamesOperationSubjectAndErrno() {
        NativeIoException e = new NativeIoException("bind", "[::]:9000", 98);
        assertEquals("bind [::]:9000: Address already in use (EADDRINUSE)", e.getMessage());
        assertEquals(98, e.errno());
        assertTrue(e.is(Errno.EADDRINUSE));
        assertFalse(e.is(Errno.EADDRNOTAVAIL));
    }

    @Test
    void errorWithoutSubjectHasNoGap() {
        assertEquals(
                "epoll_create1: Too many open files (EMFILE)",
                new NativeIoException("epoll_create1", "", 24).getMessage());
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 41, 134, 4096})
    void numberWithoutNameIsGivenAsSuch(int number) {
        assertEquals("Unknown error " + number, Errno.describe(number));
    }
}
