// SPDX-License-Identifier: Apache-2.0
/**
 * The transports of this host as channels of opaque bytes. The only user of the operating system's socket API; knows no
 * NPMP messages. Start reading at {@link org.netperfmeter.transport.Transport}.
 */
package org.netperfmeter.transport;
