// SPDX-License-Identifier: Apache-2.0
/**
 * What flows send and when: laws, patterns, schedules, and the FLOWSPEC syntax. Knows no sockets, threads or clock; time
 * and chance are arguments. Start reading at {@link org.netperfmeter.traffic.FlowDefinition}.
 */
package org.netperfmeter.traffic;
