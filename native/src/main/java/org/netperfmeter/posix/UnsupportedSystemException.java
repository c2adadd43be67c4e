// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.posix;

/** The socket API of this system cannot be used: another OS or architecture, or a call that its C library lacks. */
public final class UnsupportedSystemException extends UnsupportedOperationException {
    private static final long serialVersionUID = 1;

    UnsupportedSystemException(String reason) {
        super("not supported on this system: " + reason);
    }
}
