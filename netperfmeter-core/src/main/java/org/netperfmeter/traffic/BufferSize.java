// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.traffic;

/**
 * A socket buffer size of a flow.
 *
 * @param bytes the request; 0 leaves the system's default
 * @param required whether the flow fails if the system grants less; the default is only a wish
 */
public record BufferSize(int bytes, boolean required) {
    /** What every flow asks for where its user gave no size (protocol.md 5.8). */
    public static final int DEFAULT_BYTES = 233016;

    public static final BufferSize DEFAULT = new BufferSize(DEFAULT_BYTES, false);

    public BufferSize {
        if (bytes < 0) {
            throw new IllegalArgumentException("buffer size must not be negative: " + bytes);
        }
    }

    /** If it is only a wish, and not for the system's default: to wish for at least so many bytes. */
    public BufferSize raised(int leastBytes) {
        return required || bytes == 0 || bytes >= leastBytes ? this : new BufferSize(leastBytes, false);
    }
}
