// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.results;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.netperfmeter.traffic.Distribution;
import org.netperfmeter.traffic.FlowDefinition;
import org.netperfmeter.traffic.FlowOptions;
import org.netperfmeter.traffic.FrameGap;
import org.netperfmeter.traffic.FrameRate;
import org.netperfmeter.traffic.TrafficPattern;

/** The configuration file (results.md 8), style of 2.0.10. */
public final class ConfigFile {
    private static final int PARAMETERS = 4;
    private static final int DECIMALS = 6;

    private final StringBuilder text = new StringBuilder();

    private ConfigFile() {}

    /**
     * Writes it; does not finish the output, which should not be compressed whatever its name
     * ({@link OutputFile#create(Path, boolean)}). Texts are quoted so that a shell that sources the file runs nothing.
     *
     * @param scalars empty pattern: no scalars; their names then refer to no files
     * @param vectors empty pattern: no vectors
     */
    public static void write(
            OutputFile output,
            String activeName,
            String passiveName,
            ResultNames scalars,
            ResultNames vectors,
            List<FlowDefinition> flows)
            throws IOException {
        ConfigFile file = new ConfigFile();
        file.number("NUM_FLOWS", flows.size());
        file.string("NAME_ACTIVE_NODE", activeName);
        file.string("NAME_PASSIVE_NODE", passiveName);
        file.name("SCALAR_ACTIVE_NODE", scalars.active());
        file.name("SCALAR_PASSIVE_NODE", scalars.passive());
        file.name("VECTOR_ACTIVE_NODE", vectors.active());
        file.name("VECTOR_PASSIVE_NODE", vectors.passive());
        file.text.append('\n');
        for (FlowDefinition flow : flows) {
            file.flow("FLOW" + Integer.toUnsignedString(flow.flowId()) + "_", flow, vectors);
        }
        byte[] bytes = file.text.toString().getBytes(StandardCharsets.UTF_8);
        output.write(bytes, 0, bytes.length);
    }

    private void flow(String prefix, FlowDefinition flow, ResultNames vectors) {
        FlowOptions options = flow.options();
        string(prefix + "DESCRIPTION", flow.description());
        string(prefix + "PROTOCOL", flow.protocol().name());
        pattern(prefix + "OUTBOUND_", flow.outbound());
        pattern(prefix + "INBOUND_", flow.inbound());
        fraction(prefix + "RELIABLE", options.reliableFraction());
        fraction(prefix + "ORDERED", options.orderedFraction());
        onOff(prefix + "NODELAY", options.noDelay());
        onOff(prefix + "DEBUG", options.debug());
        string(prefix + "CC", options.congestionControl());
        name(prefix + "VECTOR_ACTIVE_NODE", vectors.active(flow.flowId(), flow.streamId()));
        name(prefix + "VECTOR_PASSIVE_NODE", vectors.passive(flow.flowId(), flow.streamId()));
        text.append('\n');
    }

    private void pattern(String prefix, TrafficPattern pattern) {
        if (pattern.pace() instanceof FrameRate rate) {
            pace(prefix + "FRAME_RATE_", rate.perSecond());
        } else if (pattern.pace() instanceof FrameGap gap) {
            pace(prefix + "FRAME_GAP_", gap.seconds());
        }
        parameters(prefix + "FRAME_SIZE_VALUE", pattern.frameBytes());
        number(prefix + "FRAME_SIZE_RNG", pattern.frameBytes().code());
    }

    private void pace(String prefix, Distribution law) {
        parameters(prefix + "VALUE", law);
        number(prefix + "RNG_ID", law.code());
        string(prefix + "RNG_NAME", law.law().name());
    }

    private void parameters(String key, Distribution law) {
        for (int i = 0; i < PARAMETERS; i++) {
            fraction(key + (i + 1), law.parameter(i));
        }
    }

    private void number(String key, int value) {
        line(key, Integer.toString(value));
    }

    private void fraction(String key, double value) {
        line(key, DecimalText.fixed(value, DECIMALS));
    }

    private void onOff(String key, boolean value) {
        string(key, value ? "on" : "off");
    }

    private void name(String key, Path file) {
        string(key, file.toString());
    }

    private void string(String key, String value) {
        line(key, QuotedText.shell(value));
    }

    private void line(String key, String value) {
        text.append(key).append('=').append(value).append('\n');
    }
}
