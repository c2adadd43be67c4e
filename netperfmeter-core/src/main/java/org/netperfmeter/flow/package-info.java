// SPDX-License-Identifier: Apache-2.0
/**
 * The data plane: flows with their senders and receivers, and the threads that drive them. Knows the transports and the
 * measurement, but neither the control connection nor the command line. Start reading at
 * {@link org.netperfmeter.flow.Flow}, then {@link org.netperfmeter.flow.SaturatedSender},
 * {@link org.netperfmeter.flow.PacingLoop} and {@link org.netperfmeter.flow.ReceiveLoop}.
 */
package org.netperfmeter.flow;
