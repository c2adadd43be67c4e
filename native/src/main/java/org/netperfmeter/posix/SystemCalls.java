// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.posix;

import com.sun.jna.Native;
import java.lang.ref.Reference;

/**
 * System calls with the kernel's own convention: a result of 0 or more, or the negative errno. So EAGAIN is a return value
 * and costs no exception. A call that a signal interrupted (EINTR) is made again. Nothing here allocates.
 *
 * <p>Addresses are those of {@link NativeMemory}, which the caller keeps alive; lengths are in bytes.
 */
public final class SystemCalls {
    private static final int EINTR = Errno.EINTR.number();

    private SystemCalls() {}

    /**
     * Checks that this system's calls can be used at all.
     *
     * @throws UnsupportedSystemException naming what is missing
     */
    public static void requireSupported() {
        LibC.require();
    }

    /** errno is the calling thread's: JNA saves it as the native function returns. */
    private static int outcome(long result) {
        return result >= 0 ? (int) result : -Native.getLastError();
    }

    static int socket(int domain, int type, int protocol) {
        return outcome(LibC.socket(domain, type, protocol));
    }

    static int bind(int fd, long address, int length) {
        return outcome(LibC.bind(fd, address, length));
    }

    /** Not repeated after EINTR: the connection is then being made, as after EINPROGRESS. */
    static int connect(int fd, long address, int length) {
        return outcome(LibC.connect(fd, address, length));
    }

    static int listen(int fd, int backlog) {
        return outcome(LibC.listen(fd, backlog));
    }

    static int accept4(int fd, long address, long length, int flags) {
        int result;
        do {
            result = outcome(LibC.accept4(fd, address, length, flags));
        } while (result == -EINTR);
        return result;
    }

    public static int send(int fd, long address, int length, int flags) {
        int result;
        do {
            result = outcome(LibC.send(fd, address, length, flags));
        } while (result == -EINTR);
        return result;
    }

    public static int recv(int fd, long address, int length, int flags) {
        int result;
        do {
            result = outcome(LibC.recv(fd, address, length, flags));
        } while (result == -EINTR);
        return result;
    }

    public static int sendto(int fd, long address, int length, int flags, long name, int nameLength) {
        int result;
        do {
            result = outcome(LibC.sendto(fd, address, length, flags, name, nameLength));
        } while (result == -EINTR);
        return result;
    }

    /**
     * Receives and tells the source.
     *
     * @param nameLength address of an int: the room for the name, then its length
     */
    public static int recvfrom(int fd, long address, int length, int flags, long name, long nameLength) {
        int result;
        do {
            result = outcome(LibC.recvfrom(fd, address, length, flags, name, nameLength));
        } while (result == -EINTR);
        return result;
    }

    /**
     * Sends one message, with control data if the header says so.
     *
     * @param header a {@code struct msghdr}, see {@link MessageVector}
     */
    public static int sendmsg(int fd, long header, int flags) {
        int result;
        do {
            result = outcome(LibC.sendmsg(fd, header, flags));
        } while (result == -EINTR);
        return result;
    }

    /**
     * Receives one message and its control data.
     *
     * @param header a {@code struct msghdr}, see {@link MessageVector}
     */
    public static int recvmsg(int fd, long header, int flags) {
        int result;
        do {
            result = outcome(LibC.recvmsg(fd, header, flags));
        } while (result == -EINTR);
        return result;
    }

    /**
     * Sends several datagrams.
     *
     * @param vector {@code struct mmsghdr}s, see {@link MessageVector}
     * @return how many were sent; an error only if the first was not
     */
    public static int sendmmsg(int fd, long vector, int count, int flags) {
        int result;
        do {
            result = outcome(LibC.sendmmsg(fd, vector, count, flags));
        } while (result == -EINTR);
        return result;
    }

    /** Receives several datagrams; returns how many. */
    public static int recvmmsg(int fd, long vector, int count, int flags) {
        int result;
        do {
            result = outcome(LibC.recvmmsg(fd, vector, count, flags, 0));
        } while (result == -EINTR);
        return result;
    }

    /** Not repeated after EINTR: the caller knows how much of its time is left. */
    static int poll(long fds, int count, int timeoutMillis) {
        return outcome(LibC.poll(fds, count, timeoutMillis));
    }

    static int epollCreate(int flags) {
        return outcome(LibC.epoll_create1(flags));
    }

    static int epollCtl(int epoll, int operation, int fd, long event) {
        return outcome(LibC.epoll_ctl(epoll, operation, fd, event));
    }

    /** @param timeoutMillis 0 or -1 (for ever), so that it may be repeated after EINTR */
    static int epollWait(int epoll, long events, int count, int timeoutMillis) {
        int result;
        do {
            result = outcome(LibC.epoll_wait(epoll, events, count, timeoutMillis));
        } while (result == -EINTR);
        return result;
    }

    static int eventfd(int initial, int flags) {
        return outcome(LibC.eventfd(initial, flags));
    }

    static int read(int fd, long address, int length) {
        int result;
        do {
            result = outcome(LibC.read(fd, address, length));
        } while (result == -EINTR);
        return result;
    }

    static int write(int fd, long address, int length) {
        int result;
        do {
            result = outcome(LibC.write(fd, address, length));
        } while (result == -EINTR);
        return result;
    }

    static int timerfdCreate(int clock, int flags) {
        return outcome(LibC.timerfd_create(clock, flags));
    }

    static int timerfdSettime(int fd, int flags, long value) {
        return outcome(LibC.timerfd_settime(fd, flags, value, 0));
    }

    /** Sets the calling thread's timer slack. */
    public static int setTimerSlack(long nanos) {
        LibC.require();
        return outcome(LibC.prctl(OsConstant.PR_SET_TIMERSLACK.value(), nanos, 0, 0, 0));
    }

    /** Sets the calling thread's scheduling policy and priority. */
    public static int setScheduler(OsConstant policy, int priority) {
        LibC.require();
        NativeMemory parameter = NativeMemory.allocate(StructLayout.SCHED_PARAM_BYTES.value());
        parameter.bytes().putInt(0, priority);
        try {
            return outcome(LibC.sched_setscheduler(0, policy.value(), parameter.address()));
        } finally {
            Reference.reachabilityFence(parameter);
        }
    }

    /**
     * Asks for a time slice of the calling thread: the shorter it is, the sooner the thread gets a processor when it wakes
     * up, at the same share of processor time. Linux heeds it since 6.12 and for the normal policy; policy and niceness
     * stay.
     *
     * @param nanos 100,000 to 100,000,000; what exceeds the range is brought into it
     */
    public static int setTimeSlice(long nanos) {
        LibC.require();
        NativeMemory attributes = NativeMemory.allocate(StructLayout.SCHED_ATTR_BYTES.value());
        int length = attributes.bytes().capacity();
        try {
            int result =
                    outcome(LibC.syscall(OsConstant.SYS_sched_getattr.value(), 0, attributes.address(), length, 0));
            if (result < 0) {
                return result;
            }
            attributes.bytes().putLong(StructLayout.SCHED_ATTR_RUNTIME.value(), nanos);
            return outcome(LibC.syscall(OsConstant.SYS_sched_setattr.value(), 0, attributes.address(), 0, 0));
        } finally {
            Reference.reachabilityFence(attributes);
        }
    }

    /** Of the calling thread, in ns; that of the system (0) if none was asked for, or before Linux 6.12. */
    static long timeSlice() {
        LibC.require();
        NativeMemory attributes = NativeMemory.allocate(StructLayout.SCHED_ATTR_BYTES.value());
        int length = attributes.bytes().capacity();
        try {
            int result =
                    outcome(LibC.syscall(OsConstant.SYS_sched_getattr.value(), 0, attributes.address(), length, 0));
            return result < 0 ? result : attributes.bytes().getLong(StructLayout.SCHED_ATTR_RUNTIME.value());
        } finally {
            Reference.reachabilityFence(attributes);
        }
    }

    /** Reads a clock into a {@code struct timespec}. Allocates nothing. */
    static int clockGettime(int clock, long time) {
        return outcome(LibC.clock_gettime(clock, time));
    }

    /** @param length address of an int: the room for the value, then its length */
    static int getsockopt(int fd, int level, int name, long value, long length) {
        return outcome(LibC.getsockopt(fd, level, name, value, length));
    }

    static int setsockopt(int fd, int level, int name, long value, int length) {
        return outcome(LibC.setsockopt(fd, level, name, value, length));
    }

    static int getsockname(int fd, long address, long length) {
        return outcome(LibC.getsockname(fd, address, length));
    }

    static int getpeername(int fd, long address, long length) {
        return outcome(LibC.getpeername(fd, address, length));
    }

    static int shutdown(int fd, int how) {
        return outcome(LibC.shutdown(fd, how));
    }

    static int dup(int fd) {
        return outcome(LibC.dup(fd));
    }

    /** Never repeated: on Linux the descriptor is gone even after EINTR, and its number may belong to somebody else. */
    static int close(int fd) {
        return outcome(LibC.close(fd));
    }

    static int pageBytes() {
        LibC.require();
        return LibC.getpagesize();
    }
}
