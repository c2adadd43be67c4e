// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.netperfmeter.results.PeerResults;

/** The passive node's scalar file on its way into the report. It comes from elsewhere: there is a limit to its length. */
final class PeerScalars {
    /** Seen: 4 KiB a flow, and half a KiB a CPU; histograms may add some 40 KiB a flow. */
    private static final int MAX_BYTES_PER_FLOW = 1 << 17;

    private static final int MAX_OTHER_BYTES = 1 << 21;

    private final boolean compressed;
    private final int maxBytes;
    private final List<byte[]> content = new ArrayList<>();
    private int bytes;
    private boolean tooLong;

    PeerScalars(boolean compressed, int flows) {
        this.compressed = compressed;
        maxBytes = (int) Math.min(MAX_OTHER_BYTES + (long) flows * MAX_BYTES_PER_FLOW, Integer.MAX_VALUE - 8);
    }

    /** @param data not to be changed afterwards */
    void add(byte[] data) {
        tooLong |= data.length > maxBytes - bytes;
        if (tooLong) {
            content.clear();
        } else {
            content.add(data);
            bytes += data.length;
        }
    }

    /** What the file says, once it is whole; empty if it is none, or more than there is memory for. */
    Optional<PeerResults> results() {
        if (tooLong) {
            return Optional.empty();
        }
        try (BufferedReader plain = new BufferedReader(new InputStreamReader(plain(), StandardCharsets.UTF_8))) {
            return Optional.of(PeerResults.parse(plain.lines()))
                    .filter(results -> !results.flows().isEmpty());
        } catch (IOException | UncheckedIOException | IndexOutOfBoundsException | OutOfMemoryError e) {
            // The decompressor may stumble over what is no BZip2 in either way. The files that are still to come matter
            // more.
            return Optional.empty();
        }
    }

    private InputStream plain() throws IOException {
        InputStream bytes = new SequenceInputStream(Collections.enumeration(
                content.stream().map(ByteArrayInputStream::new).toList()));
        return compressed
                ? new Limited(new BZip2CompressorInputStream(new BufferedInputStream(bytes)), maxBytes)
                : bytes;
    }

    /** Fails where more bytes come than are allowed. */
    private static final class Limited extends FilterInputStream {
        private long left;

        Limited(InputStream in, long limit) {
            super(in);
            left = limit;
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            return counted(value < 0 ? -1 : 1) < 0 ? -1 : value;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            return counted(super.read(target, offset, length));
        }

        private int counted(int more) throws IOException {
            left -= Math.max(0, more);
            if (left < 0) {
                throw new IOException("too long");
            }
            return more;
        }
    }
}
