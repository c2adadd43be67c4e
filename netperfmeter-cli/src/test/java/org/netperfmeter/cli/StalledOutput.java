// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.cli;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;

/** What nobody reads at first: a write waits, as one into a full pipe, even if its thread is interrupted. */
final class StalledOutput extends OutputStream {
    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
    private final CountDownLatch goesOn = new CountDownLatch(1);

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        boolean waits = true;
        while (waits) {
            try {
                goesOn.await();
                waits = false;
            } catch (InterruptedException e) {
                // As write(2) in Java.
            }
        }
        taken.write(bytes, offset, length);
    }

    /** It is read from now on. */
    void goOn() {
        goesOn.countDown();
    }

    String taken() {
        return taken.toString(StandardCharsets.UTF_8);
    }
}
