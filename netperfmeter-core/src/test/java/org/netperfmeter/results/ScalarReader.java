// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.results;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads scalar files, and takes nothing that is not exactly as results.md 5 says. */
final class ScalarReader {
    private static final Pattern LINE = Pattern.compile(
            "scalar \"netPerfMeter\\.(?:active|passive)\\.([^\"]+)\" (\"([^\"]+)\" +)(-?\\d+(?:\\.\\d+)?)");

    private ScalarReader() {}

    /** Values by object (without the node) and name, in order. Comments may only follow the last scalar. */
    static Map<String, Map<String, String>> read(String text) {
        if (!text.endsWith("\n")) {
            throw new IllegalArgumentException("last line has no end");
        }
        Map<String, Map<String, String>> objects = new LinkedHashMap<>();
        boolean comments = false;
        for (String line : text.substring(0, text.length() - 1).split("\n", -1)) {
            comments |= line.startsWith("# ");
            if (comments) {
                if (!line.matches("# [^:]+: .*")) {
                    throw new IllegalArgumentException("no comment: " + line);
                }
                continue;
            }
            Matcher m = LINE.matcher(line);
            if (!m.matches()) {
                throw new IllegalArgumentException("no scalar: " + line);
            }
            String object = m.group(1);
            int width = object.contains("CPU") ? m.group(3).length() + 3 : 26;
            if (m.group(2).length() != width) {
                throw new IllegalArgumentException("misaligned: " + line);
            }
            String former =
                    objects.computeIfAbsent(object, o -> new LinkedHashMap<>()).put(m.group(3), m.group(4));
            if (former != null) {
                throw new IllegalArgumentException("twice: " + line);
            }
        }
        return objects;
    }
}
