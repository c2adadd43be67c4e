// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.benchmarks;

/** A contestant cannot take part; the message says what it lacks. */
final class MissingException extends Exception {
    private static final long serialVersionUID = 1L;

    MissingException(String message) {
        super(message);
    }
}
