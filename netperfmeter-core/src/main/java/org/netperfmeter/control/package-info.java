// SPDX-License-Identifier: Apache-2.0
/**
 * The conversations of the control channel as pure state machines: events with the time go in, effects come out. Knows no
 * sockets, threads or clock. Start reading at {@link org.netperfmeter.control.ActiveSession} and
 * {@link org.netperfmeter.control.PassiveSession}.
 */
package org.netperfmeter.control;
