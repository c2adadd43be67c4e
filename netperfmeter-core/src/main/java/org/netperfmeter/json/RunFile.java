// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.json;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.netperfmeter.results.OutputFile;

/** The file of a run's document; it has its name when the document is complete, as all {@link OutputFile}s. */
public final class RunFile {
    private static final int RESERVED_BYTES = 1 << 17;
    private static final int RESERVED_BYTES_PER_FLOW = 1 << 15;

    private final OutputFile output;

    private RunFile(OutputFile output) {
        this.output = output;
    }

    /**
     * Creates it, and makes sure that the disk has room for the document when it comes.
     *
     * @throws IOException naming the path, if either cannot be had
     */
    public static RunFile create(Path path, int flows) throws IOException {
        OutputFile output = OutputFile.create(path, false);
        try {
            output.reserve(RESERVED_BYTES + (long) flows * RESERVED_BYTES_PER_FLOW);
        } catch (IOException e) {
            output.discard();
            throw e;
        }
        return new RunFile(output);
    }

    /** Writes the document, and gives the file its name. */
    public void complete(ObjectNode document) throws IOException {
        ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
        byte[] json = (mapper.writeValueAsString(document) + "\n").getBytes(StandardCharsets.UTF_8);
        try (output) {
            output.write(json, 0, json.length);
        }
    }
}
