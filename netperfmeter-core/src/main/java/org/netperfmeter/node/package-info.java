// SPDX-License-Identifier: Apache-2.0
/**
 * The public API: an active and a passive node, their configurations, and the events they report. Knows no command line.
 * Start reading at {@link org.netperfmeter.node.ActiveNode} and {@link org.netperfmeter.node.PassiveNode}.
 */
package org.netperfmeter.node;
