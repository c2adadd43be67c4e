// SPDX-License-Identifier: Apache-2.0
/**
 * The files that a measurement leaves. Knows no sockets. Start reading at
 * {@link org.netperfmeter.results.MeasurementReport}.
 */
package org.netperfmeter.results;
