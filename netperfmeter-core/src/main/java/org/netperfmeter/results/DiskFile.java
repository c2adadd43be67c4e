// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.results;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * A regular file. Room that is reserved in it holds zeros until it is written, or given back at the end. What the file held
 * before stays until the first write.
 *
 * <p>Not a channel, since that would be closed by an interrupt of the writing thread.
 */
final class DiskFile extends Storage {
    private static final byte[] ZEROS = new byte[1 << 14];

    /** Lines are shorter than this. */
    private static final int LINE_BYTES = 1 << 16;

    private final RandomAccessFile file;
    private final Allowance allowance;
    private boolean touched;
    private long writtenBytes;
    private long allocatedBytes;

    /** @param allowance is asked for what the file takes, and told when it is free again */
    DiskFile(RandomAccessFile file, Allowance allowance) {
        this.file = file;
        this.allowance = allowance;
    }

    static DiskFile open(Path path, Allowance allowance) throws IOException {
        return new DiskFile(new RandomAccessFile(path.toFile(), "rw"), allowance);
    }

    /** To read what was written. */
    FileChannel channel() {
        return file.getChannel();
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        write(writtenBytes, bytes, offset, length);
        writtenBytes += length;
    }

    private void write(long position, byte[] bytes, int offset, int length) throws IOException {
        touch();
        long moreBytes = Math.max(0, position + length - allocatedBytes);
        allowance.take(moreBytes);
        try {
            file.seek(position);
            file.write(bytes, offset, length);
        } catch (IOException e) {
            allowance.give(moreBytes);
            throw e;
        }
        allocatedBytes += moreBytes;
    }

    private void free(long fromBytes) throws IOException {
        file.setLength(fromBytes);
        allowance.give(allocatedBytes - fromBytes);
        allocatedBytes = fromBytes;
    }

    private void touch() throws IOException {
        if (!touched) {
            touched = true;
            file.setLength(0);
        }
    }

    @Override
    void reserve(long bytes) throws IOException {
        while (allocatedBytes < writtenBytes + bytes) {
            write(allocatedBytes, ZEROS, 0, ZEROS.length);
        }
    }

    @Override
    void cut(int bytes) throws IOException {
        long end = Math.max(0, file.length() - bytes);
        byte[] line = new byte[(int) Math.min(end, LINE_BYTES)];
        file.seek(end - line.length);
        file.readFully(line);
        int length = line.length;
        while (length > 0 && line[length - 1] != '\n') {
            length--;
        }
        writtenBytes = length == 0 ? 0 : end - line.length + length;
        free(writtenBytes);
    }

    @Override
    void end() throws IOException {
        touch();
        free(writtenBytes);
    }

    @Override
    public void close() throws IOException {
        allowance.give(allocatedBytes);
        allocatedBytes = 0;
        file.close();
    }
}
