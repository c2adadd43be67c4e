// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.results;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A result file being written, plain or BZip2. A regular file has another name until it is closed, see {@link Placement}; a
 * pipe, a device, or what a symbolic link leads to is opened as it is, and left as it is until something is written.
 *
 * <p>A write that fails, for instance because the disk is full, is not the end: the content is whole lines then, and
 * {@link #LAST_WORDS_BYTES} more can be written. Not for several threads at once.
 */
public final class OutputFile implements Closeable {
    /** There is always room for so much, even if a disk becomes full. */
    static final int LAST_WORDS_BYTES = 1 << 12;

    private static final int BUFFER_BYTES = 1 << 14;

    private final String name;
    private final Optional<Placement> placement;
    private final Storage storage;
    private final FileChannel content; // null if it cannot be read back
    private final boolean compressed;
    private OutputStream file;
    /** Null before the first write. */
    private Bzip2Output compressor;

    private boolean failed;
    private boolean finished;
    private boolean complete;

    /**
     * A named file, which takes the place of one of that name; compressed if its name ends with {@code .bz2}.
     *
     * @throws IOException naming the path, for instance if its directory does not exist
     */
    public static OutputFile create(Path path) throws IOException {
        return create(path, path.toString().endsWith(ResultNames.COMPRESSED_SUFFIX));
    }

    /** As {@link #create(Path)}, for content that is compressed already, or must not be whatever the name. */
    public static OutputFile create(Path path, boolean compressed) throws IOException {
        try {
            Optional<Placement> placement = Placement.beside(path);
            Path written = placement.map(Placement::temporary).orElse(path);
            return new OutputFile(path.toString(), placement, open(written), null, compressed);
        } catch (FileSystemException e) {
            throw new IOException("create " + e.getFile() + ": " + Placement.reason(e), e);
        } catch (FileNotFoundException e) {
            throw new IOException("create " + e.getMessage(), e);
        }
    }

    private static Storage open(Path path) throws IOException {
        boolean hasNoSize = Files.exists(path) && !Files.isRegularFile(path);
        return hasNoSize ? new Pipe(new FileOutputStream(path.toFile())) : DiskFile.open(path, Allowance.UNLIMITED);
    }

    /** Gives a file the name of a predecessor, with {@code ~} behind it, so that its own is free; nothing if there is none. */
    public static void setAside(Path path) throws IOException {
        Placement.setAside(path);
    }

    /** An unnamed file that vanishes when it is closed, or with the process: what a passive node keeps until upload. */
    public static OutputFile temporary(boolean compressed) throws IOException {
        return temporary(Path.of(System.getProperty("java.io.tmpdir")), compressed);
    }

    static OutputFile temporary(Path directory, boolean compressed) throws IOException {
        return temporary(directory, compressed, Allowance.UNLIMITED);
    }

    static OutputFile temporary(Path directory, boolean compressed, Allowance allowance) throws IOException {
        Path path = Files.createTempFile(directory, "netperfmeter-", null);
        try {
            return temporary(DiskFile.open(path, allowance), compressed);
        } finally {
            Files.delete(path);
        }
    }

    static OutputFile temporary(DiskFile file, boolean compressed) {
        return new OutputFile("temporary file", Optional.empty(), file, file.channel(), compressed);
    }

    private OutputFile(
            String name, Optional<Placement> placement, Storage storage, FileChannel content, boolean compressed) {
        this.name = name;
        this.placement = placement;
        this.storage = storage;
        this.content = content;
        file = new BufferedOutputStream(storage, BUFFER_BYTES);
        this.compressed = compressed;
    }

    /** The stream into the file, or into the compressor before it. */
    private OutputStream stream() {
        if (!compressed) {
            return file;
        }
        return compressor();
    }

    private Bzip2Output compressor() {
        if (compressor == null) {
            compressor = new Bzip2Output(file, BlockMemory.SHARED);
        }
        return compressor;
    }

    /**
     * Makes sure of room for so many bytes, as they come out of the compressor, before they are there; not in what is
     * opened as it is.
     *
     * @throws IOException if a disk has not so much
     */
    public void reserve(long bytes) throws IOException {
        if (placement.isEmpty() && content == null) {
            return;
        }
        try {
            storage.reserve(bytes);
        } catch (IOException e) {
            throw failed("write", e);
        }
    }

    /**
     * Appends to the content: whole lines, but for the pieces of a file that comes from a peer.
     *
     * @throws IOException naming the file; the lines that are left are good, see above
     */
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (finished) {
            throw new IllegalStateException(name + " is finished");
        }
        try {
            if (compressed && !failed) {
                storage.reserve(compressedBytes(length));
            }
            stream().write(bytes, offset, length);
        } catch (IOException e) {
            recover();
            throw failed("write", e);
        }
    }

    /** Room for all that the compressor may have in hand when it has taken so much more, and for the last words. */
    private long compressedBytes(int moreBytes) {
        // At worst runs of four bytes become five, and nothing else can be compressed: 1.25 times 1.01.
        return (compressor().waitingBytes() + (long) moreBytes + LAST_WORDS_BYTES) * 13 / 10 + LAST_WORDS_BYTES;
    }

    /** Hands to the system what does not have to wait until a block of the compressor is full. */
    public void flush() throws IOException {
        try {
            file.flush();
        } catch (IOException e) {
            recover();
            throw failed("write", e);
        }
    }

    /** A compressor has not been told of what has no room. */
    private void recover() throws IOException {
        if (!compressed && !failed) {
            file = new BufferedOutputStream(storage, BUFFER_BYTES);
            storage.cut(LAST_WORDS_BYTES);
        }
        failed = true;
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
            if (compressed) {
                compressor().finish();
            }
            file.flush();
            storage.end();
            complete = true;
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

    /**
     * Finishes the file and gives it its name; one that has that name is kept, with {@code ~} behind it.
     *
     * @throws IOException if that fails; what was written keeps the name that it has
     */
    @Override
    public void close() throws IOException {
        try (storage) {
            finish();
            if (!complete) {
                throw new IOException(name + " could not be finished");
            }
        }
        if (placement.isPresent()) {
            placement.get().moveIntoPlace();
        }
    }

    /** Closes the file as it is: what was written keeps the name that it has. Returns that, if there is one. */
    public Optional<Path> abandon() throws IOException {
        try (storage) {
            giveUpBlock();
            file.flush();
        }
        return placement.map(Placement::temporary);
    }

    /** Closes the file as if it had never been opened. Of one that is no regular file, what was written stays. */
    public void discard() throws IOException {
        giveUpBlock();
        storage.close();
        if (placement.isPresent()) {
            placement.get().discard();
        }
    }

    private void giveUpBlock() {
        if (compressor != null) {
            compressor.close();
        }
    }

    private IOException failed(String operation, IOException cause) {
        return new IOException(operation + " " + name + ": " + cause.getMessage(), cause);
    }

    /** What has no length, and cannot be read back. */
    private static final class Pipe extends Storage {
        private final OutputStream pipe;

        Pipe(OutputStream pipe) {
            this.pipe = pipe;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            pipe.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            pipe.close();
        }
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
