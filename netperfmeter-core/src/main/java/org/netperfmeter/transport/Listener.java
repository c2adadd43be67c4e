// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.transport;

import org.netperfmeter.posix.NativeIoException;

/** A listening socket, non-blocking. */
public non-sealed interface Listener extends Endpoint {
    /** The next connection, or null if there is none at the moment. */
    Channel accept() throws NativeIoException;
}
