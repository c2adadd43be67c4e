// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.results;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The disk space of temporary files. They take no more than a limit, and leave some room on the disk to others. For any
 * thread.
 */
public final class TemporarySpace {
    /** So much of the file system stays free, or so much of its size, whichever is less. */
    private static final long FREE_BYTES = 1L << 30;

    private static final int FREE_SHARE = 20;

    private final long maxBytes;
    private final Path directory;
    private final FileStore store;
    private final long keptFreeBytes;
    private long usedBytes;

    /** @param maxBytes of all files together */
    public TemporarySpace(long maxBytes) throws IOException {
        this(Path.of(System.getProperty("java.io.tmpdir")), maxBytes);
    }

    TemporarySpace(Path directory, long maxBytes) throws IOException {
        this.directory = directory;
        this.maxBytes = maxBytes;
        store = Files.getFileStore(directory);
        keptFreeBytes = Math.min(FREE_BYTES, store.getTotalSpace() / FREE_SHARE);
    }

    /** An unnamed file that vanishes when it is closed, or with the process; what it took is free again then. */
    public OutputFile create(boolean compressed) throws IOException {
        return OutputFile.temporary(directory, compressed, new Share());
    }

    /** What all open files take. */
    public synchronized long usedBytes() {
        return usedBytes;
    }

    private final class Share implements Allowance {
        @Override
        public void take(long bytes) throws IOException {
            synchronized (TemporarySpace.this) {
                if (usedBytes + bytes > maxBytes) {
                    throw new IOException("temporary files have reached their limit of " + maxBytes + " bytes");
                }
                if (store.getUsableSpace() - bytes < keptFreeBytes) {
                    throw new IOException("the last " + keptFreeBytes + " bytes of the file system of " + directory
                            + " are left to others");
                }
                usedBytes += bytes;
            }
        }

        @Override
        public void give(long bytes) {
            synchronized (TemporarySpace.this) {
                usedBytes -= bytes;
            }
        }
    }
}
