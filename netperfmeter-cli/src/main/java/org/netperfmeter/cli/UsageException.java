// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.cli;

/** The command line is wrong. The message names the token, the reason and the accepted form. */
final class UsageException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    UsageException(String message) {
        super(message);
    }
}
