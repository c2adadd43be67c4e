// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.transport;

import java.nio.ByteBuffer;
import org.netperfmeter.posix.EventDescriptor;

/** One direction of a connection in memory: a bounded queue of bytes, with descriptors that say what is possible. */
final class LoopbackPipe {
    static final int CAPACITY_BYTES = 64 * 1024;

    private final byte[] ring = new byte[CAPACITY_BYTES];
    private long written;
    private long read;
    private boolean ended;
    private boolean abandoned;

    /** Readable while a read makes progress. */
    final EventDescriptor readable = LoopbackTransport.newEvent();

    /** Readable while a write makes progress. */
    final EventDescriptor writable = LoopbackTransport.newEvent();

    LoopbackPipe() {
        writable.signal();
    }

    /** Returns how many bytes were taken, {@link Channel#WOULD_BLOCK}, or {@link Channel#END_OF_STREAM} for nobody reads. */
    synchronized int write(ByteBuffer source, int offset, int length) {
        if (abandoned || ended) {
            return Channel.END_OF_STREAM;
        }
        int taken = (int) Math.min(length, CAPACITY_BYTES - (written - read));
        for (int i = 0; i < taken; i++) {
            ring[(int) (written++ % CAPACITY_BYTES)] = source.get(offset + i);
        }
        update();
        return taken == 0 ? Channel.WOULD_BLOCK : taken;
    }

    /** Returns how many bytes were given, {@link Channel#WOULD_BLOCK}, or {@link Channel#END_OF_STREAM}. */
    synchronized int read(ByteBuffer target, int capacity) {
        int given = (int) Math.min(capacity, written - read);
        for (int i = 0; i < given; i++) {
            target.put(i, ring[(int) (read++ % CAPACITY_BYTES)]);
        }
        update();
        if (given > 0) {
            return given;
        }
        return ended ? Channel.END_OF_STREAM : Channel.WOULD_BLOCK;
    }

    /** The writer is done. */
    synchronized void end() {
        ended = true;
        update();
    }

    /** The reader is gone. */
    synchronized void abandon() {
        abandoned = true;
        update();
        readable.close();
    }

    private void update() {
        set(readable, written > read || ended);
        set(writable, written - read < CAPACITY_BYTES || abandoned || ended);
    }

    private static void set(EventDescriptor event, boolean on) {
        if (on) {
            event.signal();
        } else {
            event.drain();
        }
    }
}
