// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.netperfmeter.transport.PathSample;

/** Any bytes as the scalar file of a passive node. */
class PeerResultsFuzzTest {
    /** Nothing but what such a file can say is understood: written as one, it says the same again. */
    @FuzzTest
    void whatIsUnderstoodSurvivesBeingWritten(byte[] utf8) {
        PeerResults results = PeerResults.parse(new String(utf8, StandardCharsets.UTF_8));
        results.cpu().ifPresent(cpu -> {
            cpu.total().forEach(share -> assertTrue(Double.isFinite(share)));
            cpu.cpus().forEach(shares -> shares.forEach(share -> assertTrue(Double.isFinite(share))));
        });

        PeerResults again = PeerResults.parse(written(results));
        assertEquals(withoutTransport(results), withoutTransport(again));
        assertEquals(results.total(), again.total());
        assertEquals(results.facts(), again.facts());
        // Of numbers of paths, only as many digits survive as the kernel tells.
        assertEquals(again.flows(), PeerResults.parse(written(again)).flows());
    }

    private static List<PeerResults.Flow> withoutTransport(PeerResults results) {
        return results.flows().stream()
                .map(flow -> new PeerResults.Flow(flow.flowId(), flow.scalars(), flow.facts(), List.of()))
                .toList();
    }

    private static String written(PeerResults results) {
        StringBuilder file = new StringBuilder();
        for (PeerResults.Flow flow : results.flows()) {
            String name = "flow[" + Integer.toUnsignedString(flow.flowId()) + "]";
            scalars(file, name, flow.scalars());
            flow.transport().stream()
                    .filter(part -> part.kind() != PathSample.Part.CONNECTION)
                    .forEach(part -> path(file, name, part));
            facts(file, name + ".", flow.facts());
        }
        scalars(file, "total", results.total());
        facts(file, "", results.facts());
        return file.toString();
    }

    private static void scalars(StringBuilder file, String object, Map<String, BigDecimal> scalars) {
        scalars.forEach((name, value) -> file.append("scalar \"netPerfMeter.passive.")
                .append(object)
                .append("\" \"")
                .append(name)
                .append("\"\t")
                .append(value.toPlainString())
                .append('\n'));
    }

    private static void path(StringBuilder file, String flow, TransportSummary.Part part) {
        List<Scalar> scalars = new ArrayList<>();
        part.addTo(scalars);
        scalars.forEach(scalar ->
                scalars(file, flow + "." + scalar.part(), Map.of(scalar.name(), new BigDecimal(scalar.value()))));
    }

    private static void facts(StringBuilder file, String prefix, Map<String, String> facts) {
        facts.forEach((name, value) -> file.append("# ")
                .append(prefix)
                .append(name)
                .append(": ")
                .append(value)
                .append('\n'));
    }
}
