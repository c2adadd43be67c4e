// SPDX-License-Identifier: Apache-2.0
/**
 * What is counted, and how: the definitions behind every number that is reported. Knows no sockets and no threads. Start
 * reading at {@link org.netperfmeter.measurement.FlowSnapshot}.
 */
package org.netperfmeter.measurement;
