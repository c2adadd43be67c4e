// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

/** A measurement could not be set up, or did not end as it should. The message says why. */
public final class MeasurementFailedException extends Exception {
    private static final long serialVersionUID = 1;

    public MeasurementFailedException(String message) {
        super(message);
    }

    public MeasurementFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
