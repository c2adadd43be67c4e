// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.cli;

import org.netperfmeter.node.NodeListener;

/** How important a log record is, and its colour (cli.md 14.1). The order is that of the numbers. */
enum LogLevel {
    TRACE(0, "37"),
    DEBUG(1, "36"),
    INFO(2, "34"),
    WARNING(3, "33"),
    ERROR(4, "31;1"),
    FATAL(5, "37;41;1");

    private final int number;
    private final String colour;

    LogLevel(int number, String colour) {
        this.number = number;
        this.colour = colour;
    }

    /** The level of a number; those above, and negative ones, mean {@link #FATAL} (cli.md 5.7). */
    static LogLevel ofNumber(int number) {
        for (LogLevel level : values()) {
            if (level.number == number) {
                return level;
            }
        }
        return FATAL;
    }

    int number() {
        return number;
    }

    static LogLevel of(NodeListener.Level level) {
        return switch (level) {
            case TRACE -> TRACE;
            case DEBUG -> DEBUG;
            case INFO -> INFO;
            case WARNING -> WARNING;
            case ERROR -> ERROR;
        };
    }

    /** The terminal's escape sequence for this level. */
    String colourSequence() {
        return "\u001b[" + colour + "m";
    }
}
