// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.posix;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;

/**
 * The C library's functions, bound by JNA's direct mapping. Pointers, {@code size_t} and {@code ssize_t} are {@code long},
 * so that a call converts nothing and allocates nothing. Each method is named like its C function.
 */
@SuppressWarnings("MemberName")
final class LibC {
    /** Why the functions below must not be called; empty if they may. */
    private static final String MISSING = load();

    private LibC() {}

    /**
     * To be called before the first descriptor is opened.
     *
     * @throws UnsupportedSystemException if the functions below cannot be called
     */
    static void require() {
        if (!MISSING.isEmpty()) {
            throw new UnsupportedSystemException(MISSING);
        }
    }

    private static String load() {
        if (HostSystem.CURRENT == HostSystem.OTHER) {
            return unaudited(System.getProperty("os.name"), System.getProperty("os.arch"));
        }
        try {
            Native.register(LibC.class, NativeLibrary.getInstance(Platform.C_LIBRARY_NAME));
            return "";
        } catch (UnsatisfiedLinkError e) {
            return e.getMessage() + " (JNA unpacks its library into a cache directory; if that is mounted noexec,"
                    + " name another by -Djna.tmpdir=DIR)";
        }
    }

    static String unaudited(String osName, String osArch) {
        return "needs Linux on x86-64 or aarch64, found " + osName + " on " + osArch;
    }

    /** {@code int socket(int domain, int type, int protocol)} */
    static native int socket(int domain, int type, int protocol);

    /** {@code int bind(int fd, const struct sockaddr *addr, socklen_t len)} */
    static native int bind(int fd, long addr, int len);

    /** {@code int connect(int fd, const struct sockaddr *addr, socklen_t len)} */
    static native int connect(int fd, long addr, int len);

    /** {@code int listen(int fd, int backlog)} */
    static native int listen(int fd, int backlog);

    /** {@code int accept4(int fd, struct sockaddr *addr, socklen_t *len, int flags)} */
    static native int accept4(int fd, long addr, long len, int flags);

    /** {@code ssize_t send(int fd, const void *buf, size_t n, int flags)} */
    static native long send(int fd, long buf, long n, int flags);

    /** {@code ssize_t recv(int fd, void *buf, size_t n, int flags)} */
    static native long recv(int fd, long buf, long n, int flags);

    /** {@code ssize_t sendto(int fd, const void *buf, size_t n, int flags, const struct sockaddr *addr, socklen_t len)} */
    static native long sendto(int fd, long buf, long n, int flags, long addr, int len);

    /** {@code ssize_t recvfrom(int fd, void *buf, size_t n, int flags, struct sockaddr *addr, socklen_t *len)} */
    static native long recvfrom(int fd, long buf, long n, int flags, long addr, long len);

    /** {@code ssize_t sendmsg(int fd, const struct msghdr *msg, int flags)} */
    static native long sendmsg(int fd, long msg, int flags);

    /** {@code ssize_t recvmsg(int fd, struct msghdr *msg, int flags)} */
    static native long recvmsg(int fd, long msg, int flags);

    /** {@code int sendmmsg(int fd, struct mmsghdr *vector, unsigned int n, int flags)} */
    static native int sendmmsg(int fd, long vector, int n, int flags);

    /** {@code int recvmmsg(int fd, struct mmsghdr *vector, unsigned int n, int flags, struct timespec *timeout)} */
    static native int recvmmsg(int fd, long vector, int n, int flags, long timeout);

    /** {@code int poll(struct pollfd *fds, nfds_t n, int timeoutMillis)} */
    static native int poll(long fds, long n, int timeoutMillis);

    /** {@code int epoll_create1(int flags)} */
    static native int epoll_create1(int flags);

    /** {@code int epoll_ctl(int epfd, int op, int fd, struct epoll_event *event)} */
    static native int epoll_ctl(int epfd, int op, int fd, long event);

    /** {@code int epoll_wait(int epfd, struct epoll_event *events, int n, int timeoutMillis)} */
    static native int epoll_wait(int epfd, long events, int n, int timeoutMillis);

    /** {@code int eventfd(unsigned int initial, int flags)} */
    static native int eventfd(int initial, int flags);

    /** {@code ssize_t read(int fd, void *buf, size_t n)} */
    static native long read(int fd, long buf, long n);

    /** {@code ssize_t write(int fd, const void *buf, size_t n)} */
    static native long write(int fd, long buf, long n);

    /** {@code int timerfd_create(int clockid, int flags)} */
    static native int timerfd_create(int clockid, int flags);

    /** {@code int timerfd_settime(int fd, int flags, const struct itimerspec *value, struct itimerspec *old)} */
    static native int timerfd_settime(int fd, int flags, long value, long old);

    /** {@code int prctl(int option, unsigned long arg2, unsigned long arg3, unsigned long arg4, unsigned long arg5)} */
    static native int prctl(int option, long arg2, long arg3, long arg4, long arg5);

    /** {@code int sched_setscheduler(pid_t pid, int policy, const struct sched_param *param)} */
    static native int sched_setscheduler(int pid, int policy, long param);

    /** {@code long syscall(long number, ...)}, for what the C library has no function for */
    static native long syscall(long number, long first, long second, long third, long fourth);

    /** {@code int clock_gettime(clockid_t clockid, struct timespec *tp)} */
    static native int clock_gettime(int clock, long time);

    /** {@code int getsockopt(int fd, int level, int name, void *value, socklen_t *len)} */
    static native int getsockopt(int fd, int level, int name, long value, long len);

    /** {@code int setsockopt(int fd, int level, int name, const void *value, socklen_t len)} */
    static native int setsockopt(int fd, int level, int name, long value, int len);

    /** {@code int getsockname(int fd, struct sockaddr *addr, socklen_t *len)} */
    static native int getsockname(int fd, long addr, long len);

    /** {@code int getpeername(int fd, struct sockaddr *addr, socklen_t *len)} */
    static native int getpeername(int fd, long addr, long len);

    /** {@code int shutdown(int fd, int how)} */
    static native int shutdown(int fd, int how);

    /** {@code int dup(int fd)} */
    static native int dup(int fd);

    /** {@code int close(int fd)} */
    static native int close(int fd);

    /** {@code int getpagesize(void)} */
    static native int getpagesize();
}
