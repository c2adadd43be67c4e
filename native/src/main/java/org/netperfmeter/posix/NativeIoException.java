// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.posix;

import java.io.IOException;

/** A system call failed: {@code bind [::]:9000: Address already in use (EADDRINUSE)}. */
public final class NativeIoException extends IOException {
    private static final long serialVersionUID = 1;

    private final int errno;

    /**
     * @param operation the system call, or what it was part of
     * @param subject what it was applied to, mostly an address
     * @param errno positive
     */
    public NativeIoException(String operation, String subject, int errno) {
        super((subject.isEmpty() ? operation : operation + " " + subject) + ": " + Errno.describe(errno));
        this.errno = errno;
    }

    public int errno() {
        return errno;
    }

    /** Whether the network, not this call, is the reason: nobody listens there, no route, no room. It may pass. */
    public boolean isNetworkCondition() {
        return isRefused()
                || is(Errno.EHOSTUNREACH)
                || is(Errno.ENETUNREACH)
                || is(Errno.ENETDOWN)
                || is(Errno.EHOSTDOWN)
                || is(Errno.ENOBUFS)
                || is(Errno.EPERM);
    }

    /** Whether nobody listens there. */
    public boolean isRefused() {
        return is(Errno.ECONNREFUSED);
    }

    /** Whether a socket was to be bound to an address that this host does not have. */
    public boolean isForeignAddress() {
        return is(Errno.EADDRNOTAVAIL);
    }

    public boolean is(Errno other) {
        return errno == other.number();
    }
}
