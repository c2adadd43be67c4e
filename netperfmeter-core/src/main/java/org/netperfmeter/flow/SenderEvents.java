// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.flow;

import org.netperfmeter.posix.NativeIoException;

/** What senders report. Called by their threads. */
@FunctionalInterface
public interface SenderEvents {
    /** A flow's channel does not take data any longer; its sender has ended. */
    void sendFailed(Flow flow, NativeIoException reason);
}
