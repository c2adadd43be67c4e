// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SystemCallsTest {
    private static final int SIGUSR1 = 10;
    private static final int SO_TIMESTAMPNS = 35;
    private static final int TIMESPEC_BYTES = 16;
    private static final NativeLibrary C = NativeLibrary.getInstance("c");

    @BeforeAll
    static void load() {
        SystemCalls.requireSupported();
    }

    @Test
    void nanoTimeIsClockMonotonic() {
        NativeMemory time = NativeMemory.allocate(TIMESPEC_BYTES);
        Function clockGettime = C.getFunction("clock_gettime");
        long before = System.nanoTime();
        int result = clockGettime.invokeInt(new Object[] {OsConstant.CLOCK_MONOTONIC.value(), time.address()});
        long after = System.nanoTime();
        assertEquals(0, result);
        long monotonicNanos =
                time.bytes().getLong(0) * 1_000_000_000 + time.bytes().getLong(8);
        assertTrue(
                before <= monotonicNanos && monotonicNanos <= after, before + " <= " + monotonicNanos + " <= " + after);
    }

    /** Two threads that fail differently, with collections in between, would mix up an errno that is not the thread's. */
    @Test
    void errnoIsThatOfTheOwnCall() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try (EventDescriptor empty = new EventDescriptor()) {
            NativeMemory counter = NativeMemory.allocate(Long.BYTES);
            Callable<Integer> wouldBlock = () -> mismatches(-Errno.EAGAIN.number(), empty.number(), counter.address());
            Callable<Integer> closed = () -> mismatches(-Errno.EBADF.number(), -1, counter.address());
            for (Future<Integer> mismatches : threads.invokeAll(List.of(wouldBlock, closed))) {
                assertEquals(0, mismatches.get());
            }
        } finally {
            threads.shutdown();
        }
    }

    private static int mismatches(int expected, int fd, long address) {
        int mismatches = 0;
        for (int i = 0; i < 200_000; i++) {
            if (SystemCalls.read(fd, address, Long.BYTES) != expected) {
                mismatches++;
            }
        }
        return mismatches;
    }

    @Test
    void interruptedCallIsMadeAgain() throws Exception {
        // Any harmless function of the C library will do as a handler.
        Pointer handler = C.getFunction("getpid");
        C.getFunction("signal").invokePointer(new Object[] {SIGUSR1, handler});
        try (EventPoll poll = new EventPoll(1);
                EventDescriptor event = new EventDescriptor()) {
            poll.add(event.number(), OsConstant.EPOLLIN.value(), 42);
            CompletableFuture<Integer> threadId = new CompletableFuture<>();
            CompletableFuture<Integer> events = CompletableFuture.supplyAsync(() -> {
                threadId.complete(C.getFunction("gettid").invokeInt(new Object[0]));
                try {
                    return poll.await(true);
                } catch (NativeIoException e) {
                    throw new AssertionError(e);
                }
            });
            for (int i = 0; i < 20; i++) {
                awaitSleeping(threadId.get(), events);
                C.getFunction("tgkill")
                        .invokeInt(new Object[] {(int) ProcessHandle.current().pid(), threadId.get(), SIGUSR1});
            }
            event.signal();
            assertEquals(1, events.get());
            assertEquals(42, poll.data(0));
        }
    }

    /** Until the kernel says that the thread waits, or its wait has ended all the same. */
    private static void awaitSleeping(int threadId, CompletableFuture<Integer> wait) throws Exception {
        Path state = Path.of("/proc/self/task/" + threadId + "/stat");
        while (!wait.isDone() && !Files.readString(state).contains(") S ")) {
            Thread.onSpinWait();
        }
    }

    @Test
    void controlDataArrivesWithItsMessage() throws Exception {
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0);
        try (NativeSocket receiver = udp(anyPort);
                NativeSocket sender = udp(anyPort)) {
            receiver.bind(anyPort);
            assertEquals(0, receiver.trySetOption(OsConstant.SOL_SOCKET, SO_TIMESTAMPNS, 1));
            assertTrue(sender.connect(receiver.localAddress()));

            NativeMemory payload = NativeMemory.allocate(16);
            payload.bytes().putInt(0, 0x0a0b_0c0d);
            MessageVector out = new MessageVector(1, 0);
            out.setPayload(0, payload.address(), 4);
            assertEquals(4, SystemCalls.sendmsg(sender.number(), out.address(0), 0));

            MessageVector in = new MessageVector(1, 64);
            in.setPayload(0, payload.address() + 8, 8);
            in.prepareToReceive(0);
            assertEquals(4, SystemCalls.recvmsg(receiver.number(), in.address(0), 0));
            assertEquals(0x0a0b_0c0d, payload.bytes().getInt(8));
            assertEquals(sender.localAddress(), SocketAddressCodec.decode(in.bytes(), in.nameOffset(0)));

            int at = in.controlOffset(0);
            int end = at + in.controlLength(0);
            assertTrue(ControlMessages.isPresent(in.bytes(), at, end));
            assertEquals(OsConstant.SOL_SOCKET.value(), ControlMessages.level(in.bytes(), at));
            assertEquals(SO_TIMESTAMPNS, ControlMessages.type(in.bytes(), at));
            assertEquals(TIMESPEC_BYTES, ControlMessages.dataBytes(in.bytes(), at));
            assertEquals(end, ControlMessages.next(in.bytes(), at));
        }
    }

    @Test
    void truncatedDatagramIsFlagged() throws Exception {
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0);
        try (NativeSocket receiver = udp(anyPort);
                NativeSocket sender = udp(anyPort)) {
            receiver.bind(anyPort);
            NativeMemory payload = NativeMemory.allocate(16);
            NativeMemory name = NativeMemory.allocate(SocketAddressCodec.MAX_BYTES);
            int nameLength = SocketAddressCodec.encode(receiver.localAddress(), sender.family(), name.bytes(), 0);
            assertEquals(10, SystemCalls.sendto(sender.number(), payload.address(), 10, 0, name.address(), nameLength));

            MessageVector in = new MessageVector(1, 0);
            in.setPayload(0, payload.address(), 8);
            in.prepareToReceive(0);
            assertEquals(1, SystemCalls.recvmmsg(receiver.number(), in.address(0), 1, 0));
            assertEquals(8, in.length(0));
            assertEquals(OsConstant.MSG_TRUNC.value(), in.flags(0));
        }
    }

    @Test
    void sourceIsReportedByRecvfrom() throws Exception {
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0);
        try (NativeSocket receiver = udp(anyPort);
                NativeSocket sender = udp(anyPort)) {
            receiver.bind(anyPort);
            assertTrue(sender.connect(receiver.localAddress()));
            NativeMemory memory = NativeMemory.allocate(64);
            assertEquals(3, SystemCalls.send(sender.number(), memory.address(), 3, 0));
            memory.bytes().putInt(56, SocketAddressCodec.MAX_BYTES);
            int received = SystemCalls.recvfrom(
                    receiver.number(), memory.address(), 8, 0, memory.address() + 16, memory.address() + 56);
            assertEquals(3, received);
            assertEquals(16, memory.bytes().getInt(56));
            assertEquals(sender.localAddress(), SocketAddressCodec.decode(memory.bytes(), 16));
        }
    }

    @Test
    void timerSlackIsTheThreads() throws Exception {
        assertEquals(0, SystemCalls.setTimerSlack(12_345));
        int threadId = C.getFunction("gettid").invokeInt(new Object[0]);
        assertEquals(
                "12345",
                Files.readString(Path.of("/proc/" + threadId + "/timerslack_ns"))
                        .strip());
        assertEquals(0, SystemCalls.setTimerSlack(50_000));
    }

    @Test
    void timeSliceIsChangedWithoutPermission() {
        long before = SystemCalls.timeSlice();
        assertEquals(0, SystemCalls.setTimeSlice(200_000));
        // Linux before 6.12 takes no notice.
        assertEquals(before == 0 ? 0 : 200_000, SystemCalls.timeSlice());
        assertEquals(0, SystemCalls.setTimeSlice(before));
        assertEquals(before, SystemCalls.timeSlice());
    }

    @Test
    void normalSchedulingIsAlwaysPermitted() {
        assertEquals(0, SystemCalls.setScheduler(OsConstant.SCHED_OTHER, 0));
        assertEquals(-Errno.EINVAL.number(), SystemCalls.setScheduler(OsConstant.SCHED_OTHER, 1));
    }

    @Test
    void failingCallsMakeNoGarbage() throws Exception {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (EventDescriptor empty = new EventDescriptor()) {
            NativeMemory counter = NativeMemory.allocate(Long.BYTES);
            long garbageBytes = Long.MAX_VALUE;
            // The first rounds load classes and are compiled.
            for (int round = 0; round < 5 && garbageBytes > 0; round++) {
                long before = threads.getCurrentThreadAllocatedBytes();
                assertEquals(0, mismatches(-Errno.EAGAIN.number(), empty.number(), counter.address()));
                garbageBytes = threads.getCurrentThreadAllocatedBytes() - before;
            }
            assertEquals(0, garbageBytes);
        }
    }

    private static NativeSocket udp(InetSocketAddress meantFor) throws NativeIoException {
        return NativeSocket.open(OsConstant.AF_INET, OsConstant.SOCK_DGRAM, OsConstant.IPPROTO_UDP, meantFor);
    }
}
