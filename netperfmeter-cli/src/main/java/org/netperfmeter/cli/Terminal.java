// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.cli;

import java.io.Console;

/**
 * Where standard output and standard error go.
 *
 * @param columns width of a line
 */
record Terminal(boolean outIsTerminal, boolean errIsTerminal, int columns) {
    private static final int DEFAULT_COLUMNS = 80;

    /**
     * What the launcher found out; without it, what Java can tell, which knows only whether standard input and output
     * are both a terminal.
     */
    static Terminal ofProcess() {
        boolean interactive = isInteractive();
        return new Terminal(
                property("netperfmeter.stdout.tty", interactive),
                property("netperfmeter.stderr.tty", interactive),
                Integer.getInteger("netperfmeter.columns", DEFAULT_COLUMNS));
    }

    /** Where standard output is not for people: they look at standard error. */
    Terminal onStandardError() {
        return new Terminal(errIsTerminal, errIsTerminal, columns);
    }

    private static boolean property(String name, boolean fallback) {
        return Boolean.parseBoolean(System.getProperty(name, Boolean.toString(fallback)));
    }

    @SuppressWarnings("SystemConsoleNull") // null is the answer before Java 22 only
    private static boolean isInteractive() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            // Since Java 22 there always is a console, with this method.
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }
}
