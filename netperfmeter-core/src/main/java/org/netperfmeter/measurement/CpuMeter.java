// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.measurement;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads /proc/stat. Where it cannot be read, everything is idle. Not for several threads at once. */
public final class CpuMeter {
    private static final Path STAT = Path.of("/proc/stat");

    private CpuTimes last = read();

    public CpuMeter() {}

    /** The usage since the last call (or creation). */
    public CpuUsage sinceLast() {
        CpuTimes now = read();
        CpuUsage usage = now.usageSince(last);
        last = now;
        return usage;
    }

    private static CpuTimes read() {
        try {
            return CpuTimes.parse(Files.readString(STAT, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            return CpuTimes.parse("");
        }
    }
}
