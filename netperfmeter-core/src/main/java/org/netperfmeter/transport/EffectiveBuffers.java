// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.transport;

/** Socket buffer sizes as SO_SNDBUF and SO_RCVBUF report them, in bytes (Linux: twice what was set). */
public record EffectiveBuffers(int sendBytes, int receiveBytes) {}
