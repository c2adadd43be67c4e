// SPDX-License-Identifier: Apache-2.0
/**
 * Measures this program beside its peers, as processes on one host over loopback. Start reading at
 * {@link org.netperfmeter.benchmarks.Catalogue}, which says what is measured and what has to be reached.
 */
package org.netperfmeter.benchmarks;
