// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DescriptorTest {
    private static final int THREADS = 2;
    private static final int ROUNDS = 10_000;

    @BeforeAll
    static void load() {
        SystemCalls.requireSupported();
    }

    @Test
    void closedDescriptorHasNoNumber() {
        Descriptor descriptor = new Descriptor(eventfd());
        int number = descriptor.number();
        assertTrue(isOpen(number));
        descriptor.close();
        assertEquals(-1, descriptor.number());
        descriptor.close();
        assertEquals(-1, descriptor.number());
    }

    @Test
    void secondCloseSparesTheNextHolderOfTheNumber() {
        Descriptor first = new Descriptor(eventfd());
        first.close();
        try (Descriptor next = new Descriptor(eventfd())) {
            first.close();
            assertTrue(isOpen(next.number()));
        }
    }

    /** After a second close of a number, what another thread has opened meanwhile would be closed or given out twice. */
    @Test
    void concurrentClosesCloseOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            for (int round = 0; round < ROUNDS; round++) {
                Descriptor shared = new Descriptor(eventfd());
                AtomicInteger absent = new AtomicInteger(THREADS);
                Callable<Integer> closeAndOpen = () -> {
                    absent.decrementAndGet();
                    // Spinning, for a barrier would wake the threads one after the other.
                    while (absent.get() > 0) {
                        Thread.onSpinWait();
                    }
                    shared.close();
                    return eventfd();
                };
                List<Integer> opened = new ArrayList<>();
                for (Future<Integer> future : threads.invokeAll(Collections.nCopies(THREADS, closeAndOpen))) {
                    opened.add(future.get());
                }
                assertEquals(THREADS, new HashSet<>(opened).size(), "numbers given out twice: " + opened);
                for (int number : opened) {
                    assertTrue(isOpen(number), "closed by somebody else: " + number);
                    assertEquals(0, SystemCalls.close(number));
                }
            }
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void duplicateLivesOnItsOwn() throws Exception {
        Descriptor first = new Descriptor(eventfd());
        try (Descriptor second = first.duplicate()) {
            first.close();
            assertTrue(isOpen(second.number()));
        }
    }

    @Test
    void closedDescriptorCannotBeDuplicated() {
        Descriptor descriptor = new Descriptor(eventfd());
        descriptor.close();
        NativeIoException e = assertThrows(NativeIoException.class, descriptor::duplicate);
        assertEquals("dup descriptor: Bad file descriptor (EBADF)", e.getMessage());
    }

    @Test
    void negativeNumberIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Descriptor(-1));
    }

    private static int eventfd() {
        return SystemCalls.eventfd(0, OsConstant.EFD_CLOEXEC.value() | OsConstant.EFD_NONBLOCK.value());
    }

    private static boolean isOpen(int number) {
        NativeMemory counter = NativeMemory.allocate(Long.BYTES);
        return SystemCalls.read(number, counter.address(), Long.BYTES) == -Errno.EAGAIN.number();
    }
}
