// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.results;

import java.nio.file.Path;

/**
 * File names made from a pattern (results.md 2): the node, and for a flow its IDs, are put in front of the pattern's suffix.
 * Unlike the original, no pattern but one that ends with {@code .bz2} is compressed.
 *
 * @param pattern empty: no such files
 */
public record ResultNames(String pattern) {
    static final String COMPRESSED_SUFFIX = ".bz2";

    /** Whether such files were asked for: an empty pattern means no. */
    public boolean isWanted() {
        return !pattern.isEmpty();
    }

    public boolean isCompressed() {
        return pattern.endsWith(COMPRESSED_SUFFIX);
    }

    /** The active node's file. */
    public Path active() {
        return named("-active");
    }

    /** The passive node's file. */
    public Path passive() {
        return named("-passive");
    }

    /** The active node's file of what its kernel says of connections. */
    public Path activeTransport() {
        return named("-active-transport");
    }

    /** The passive node's file of what its kernel says of connections. */
    public Path passiveTransport() {
        return named("-passive-transport");
    }

    /** The active node's file of a flow. */
    public Path active(int flowId, int streamId) {
        return named("-active" + ids(flowId, streamId));
    }

    /** The passive node's file of a flow. */
    public Path passive(int flowId, int streamId) {
        return named("-passive" + ids(flowId, streamId));
    }

    private static String ids(int flowId, int streamId) {
        return String.format("-%08x-%04x", flowId, streamId);
    }

    private Path named(String insertion) {
        int suffix = suffixStart();
        return Path.of(pattern.substring(0, suffix) + insertion + pattern.substring(suffix));
    }

    private int suffixStart() {
        int nameStart = pattern.lastIndexOf('/') + 1;
        int dot = pattern.lastIndexOf('.');
        if (dot < nameStart) {
            return pattern.length();
        }
        if (pattern.substring(dot).equals(COMPRESSED_SUFFIX)) {
            int dotBefore = pattern.lastIndexOf('.', dot - 1);
            if (dotBefore >= nameStart) {
                return dotBefore;
            }
        }
        return dot;
    }
}
