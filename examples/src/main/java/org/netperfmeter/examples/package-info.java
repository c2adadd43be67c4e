// SPDX-License-Identifier: Apache-2.0
/** How to use NetPerfMeter from Java. Start reading at {@link org.netperfmeter.examples.TwoNodesInOneProgram}. */
package org.netperfmeter.examples;
