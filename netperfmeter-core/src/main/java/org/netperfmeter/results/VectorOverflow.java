// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.results;

/** What happens to per-message rows that come faster than they can be written. */
public enum VectorOverflow {
    /** Every n-th message is recorded; n doubles when needed. */
    THIN,
    /** Rows that find no room are left out. */
    DROP,
    /** The receiver waits: no row is missing, but the measurement is slowed down. */
    BLOCK
}
