// SPDX-License-Identifier: Apache-2.0
/**
 * The NPMP messages and their bytes. Knows no sockets, threads or clock. Start reading at
 * {@link org.netperfmeter.wire.MessageCodec}.
 */
package org.netperfmeter.wire;
