// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.results;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;

/**
 * A result file being written, plain or BZip2 (level 9: some 8 MB of memory while it is open). Whenever it is closed, what
 * was written is complete and readable. Not for several threads at once.
 */
public final class OutputFile implements Closeable {
    private static final int BUFFER_BYTES = 1 << 16;

    private final String name;
    private final FileChannel content; // null if it cannot be read back
    private final OutputStream file;
    private final boolean compressed;
    /** Takes some 8 MB, so it is there only from the first write to the end of the content. */
    private BZip2CompressorOutputStream compressor;

    private boolean finished;

    /**
     * A named file, which replaces one of that name; compressed if its name ends with {@code .bz2}.
     *
     * @throws IOException naming the path, for instance if its directory does not exist
     */
    public static OutputFile create(Path path) throws IOException {
        return create(path, path.toString().endsWith(ResultNames.COMPRESSED_SUFFIX));
    }

    /** As {@link #create(Path)}, for content that is compressed already, or must not be whatever the name. */
    public static OutputFile create(Path path, boolean compressed) throws IOException {
        try {
            // Not a channel: that would be closed by an interrupt of the writing thread.
            return new OutputFile(path.toString(), null, new FileOutputStream(path.toFile()), compressed);
        } catch (FileNotFoundException e) {
            throw new IOException("create " + e.getMessage(), e);
        }
    }

    /** An unnamed file that vanishes when it is closed, or with the process: what a passive node keeps until upload. */
    public static OutputFile temporary(boolean compressed) throws IOException {
        return temporary(Path.of(System.getProperty("java.io.tmpdir")), compressed);
    }

    static OutputFile temporary(Path directory, boolean compressed) throws IOException {
        return temporary(directory, compressed, UnaryOperator.identity());
    }

    /** @param meter is passed by what goes to the disk, and told when it is free again */
    static OutputFile temporary(Path directory, boolean compressed, UnaryOperator<OutputStream> meter)
            throws IOException {
        Path path = Files.createTempFile(directory, "netperfmeter-", null);
        try {
            RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
            OutputStream content = meter.apply(new FileOutputStream(file.getFD()));
            return new OutputFile("temporary file", file.getChannel(), content, compressed);
        } finally {
            Files.delete(path);
        }
    }

    private OutputFile(String name, FileChannel content, OutputStream unbuffered, boolean compressed) {
        this.name = name;
        this.content = content;
        file = new BufferedOutputStream(unbuffered, BUFFER_BYTES);
        this.compressed = compressed;
    }

    /** The stream into the file, or into the compressor before it. */
    private OutputStream stream() throws IOException {
        if (!compressed) {
            return file;
        }
        if (compressor == null) {
            compressor = new BZip2CompressorOutputStream(file, BZip2CompressorOutputStream.MAX_BLOCKSIZE);
        }
        return compressor;
    }

    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (finished) {
            throw new IllegalStateException(name + " is finished");
        }
        try {
            stream().write(bytes, offset, length);
        } catch (IOException e) {
            throw failed("write", e);
        }
    }

    /**
     * Ends the content (finishes BZip2). Nothing can be written after it; a temporary file can be read then. May be called
     * again.
     */
    public void finish() throws IOException {
        if (finished) {
            return;
        }
        finished = true;
        try {
            if (stream() instanceof BZip2CompressorOutputStream bzip2) {
                bzip2.finish();
                compressor = null;
            }
            file.flush();
        } catch (IOException e) {
            throw failed("write", e);
        }
    }

    /**
     * The content of a finished temporary file, from its start. Closing the channel does not close the file, so it may be
     * read again.
     */
    public ReadableByteChannel read() {
        if (content == null || !finished) {
            throw new IllegalStateException(name + " cannot be read: not temporary, or not finished");
        }
        return new Content();
    }

    @Override
    public void close() throws IOException {
        try {
            finish();
        } finally {
            closeFile();
        }
    }

    private void closeFile() throws IOException {
        try {
            file.close();
        } catch (IOException e) {
            throw failed("close", e);
        }
    }

    private IOException failed(String operation, IOException cause) {
        return new IOException(operation + " " + name + ": " + cause.getMessage(), cause);
    }

    /** Reads at a position of its own. */
    private final class Content implements ReadableByteChannel {
        private long position;
        private boolean open = true;

        @Override
        public int read(ByteBuffer target) throws IOException {
            if (!open) {
                throw new ClosedChannelException();
            }
            int bytes = content.read(target, position);
            position += Math.max(0, bytes);
            return bytes;
        }

        @Override
        public boolean isOpen() {
            return open;
        }

        @Override
        public void close() {
            open = false;
        }
    }
}
