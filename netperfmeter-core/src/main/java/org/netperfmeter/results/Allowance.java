// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.results;

import java.io.IOException;

/** How much disk space files may take. For any thread. */
interface Allowance {
    Allowance UNLIMITED = new Allowance() {
        @Override
        public void take(long bytes) {}

        @Override
        public void give(long bytes) {}
    };

    /**
     * So many bytes are about to be taken.
     *
     * @throws IOException if they are not to be had; none has been taken then
     */
    void take(long bytes) throws IOException;

    /** So many bytes are free again. */
    void give(long bytes);
}
