// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.wire;

/** Bytes of a peer that are no valid message. The channel on which they came is to be closed. */
public final class ProtocolException extends Exception {
    private static final long serialVersionUID = 1;

    public ProtocolException(String message) {
        super(message);
    }
}
