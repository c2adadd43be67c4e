// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Set;

/** The published schema, as strict as a test may be: names that it does not have are errors. */
public final class RunSchema {
    static final Path FILE = Path.of("../man/src/main/schema/netperfmeter-run-1.schema.json");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final JsonSchema schema;

    private RunSchema(String definition) {
        try {
            ObjectNode root = (ObjectNode) MAPPER.readTree(FILE.toFile());
            root.put("$ref", "#/$defs/" + definition);
            forbidOthers(root);
            schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(root);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of a document. */
    public static RunSchema ofDocument() {
        return new RunSchema("document");
    }

    /** Of a line of the stream. */
    public static RunSchema ofEvent() {
        return new RunSchema("event");
    }

    private static void forbidOthers(JsonNode node) {
        if (node.has("properties") && !node.has("additionalProperties")) {
            ((ObjectNode) node).put("additionalProperties", false);
        }
        node.forEach(RunSchema::forbidOthers);
    }

    /** Understands a text that must be valid. */
    public JsonNode read(String json) {
        try {
            JsonNode node = MAPPER.readTree(json);
            Set<ValidationMessage> errors = schema.validate(node);
            assertEquals(Set.of(), errors, json);
            return node;
        } catch (IOException e) {
            throw new AssertionError("no JSON: " + json, e);
        }
    }
}
