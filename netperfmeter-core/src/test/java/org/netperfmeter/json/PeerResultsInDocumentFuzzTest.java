// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import org.netperfmeter.results.PeerResults;

/** Any bytes as the scalar file of a passive node whose results are to be in the document. */
class PeerResultsInDocumentFuzzTest {
    private static final RunSchema SCHEMA = RunSchema.ofDocument();

    /** The schema holds whatever the passive node says, and what the active one has measured stays in its place. */
    @FuzzTest
    void documentIsValidWhateverThePeerSays(byte[] utf8) {
        JsonNode json =
                SCHEMA.read(new SampleRun().documentWith(PeerResults.parse(new String(utf8, StandardCharsets.UTF_8))));
        assertEquals(6000, json.at("/flows/0/outbound/sent/bytes").asLong());
    }
}
