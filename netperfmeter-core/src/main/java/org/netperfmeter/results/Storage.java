// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.results;

import java.io.IOException;
import java.io.OutputStream;

/** What the bytes of a result file go to, one after the other. */
abstract class Storage extends OutputStream {
    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public abstract void write(byte[] bytes, int offset, int length) throws IOException;

    /**
     * Makes sure that so many more bytes can be written, where that is possible at all.
     *
     * @throws IOException if they cannot; what was written is not concerned
     */
    void reserve(long bytes) throws IOException {}

    /**
     * Gives up the last lines, after a write that failed: the content ends with a line again, and so many more bytes can be
     * written, where that is possible at all.
     */
    void cut(int bytes) throws IOException {}

    /** Nothing more will be written. */
    void end() throws IOException {}
}
