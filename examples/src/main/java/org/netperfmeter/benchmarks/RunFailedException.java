// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.benchmarks;

/** A run that has no result; the message says which, and why. */
final class RunFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    RunFailedException(String message) {
        super(message);
    }
}
