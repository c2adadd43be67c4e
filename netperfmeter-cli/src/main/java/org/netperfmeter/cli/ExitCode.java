// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.cli;

/** What the program returns to its caller. */
final class ExitCode {
    static final int OK = 0;

    /** The measurement could not be set up, or did not end as it should. */
    static final int FAILED = 1;

    /** The command line is wrong; nothing was connected. */
    static final int USAGE = 2;

    /** The measurement was stopped by a signal before its run time was over. All results are there, of a shorter time. */
    static final int STOPPED_EARLY = 3;

    private ExitCode() {}

    /** The code for an immediate end by a signal, as shells report it. */
    static int killedBy(int signal) {
        return 128 + signal;
    }
}
