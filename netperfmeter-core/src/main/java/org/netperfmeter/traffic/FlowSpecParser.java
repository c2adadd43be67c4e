// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.traffic;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Parses FLOWSPECs (cli.md 7-9).
 *
 * <pre>
 * &lt;outgoing rate&gt;[:&lt;outgoing size&gt;[:&lt;incoming rate&gt;[:&lt;incoming size&gt;[:&lt;option&gt;...]]]]
 * default[:&lt;option&gt;...]
 * </pre>
 *
 * A rate may also be given by the gaps between frames, or in bit/s ({@link #paceForms}). Only the colon separates entries and options; the original lets any character pass. Keywords are lower case, and
 * numbers are what C's scanf accepts, if finite.
 */
public final class FlowSpecParser {
    private static final String NOTHING = "0";
    private static final int ENTRIES = 4;
    private static final String[] ENTRY_NAMES = {
        "an outgoing frame rate", "an outgoing frame size", "an incoming frame rate", "an incoming frame size"
    };

    private FlowSpecParser() {}

    /**
     * Parses one FLOWSPEC.
     *
     * @throws IllegalArgumentException naming the token, the reason and the accepted form
     */
    public static FlowSpec parse(TransportProtocol protocol, String text) {
        try {
            return parse(protocol, text.split(":", -1));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("flow specification \"" + text + "\": " + e.getMessage(), e);
        }
    }

    /** The forms of a rate, a size or an on/off time, for help texts. */
    public static List<SyntaxForm> distributionForms() {
        List<SyntaxForm> forms = new ArrayList<>();
        for (Law law : Law.all()) {
            forms.add(new SyntaxForm(law.syntax(), law.meaning()));
        }
        forms.add(new SyntaxForm("<number>", "the same as const<number>"));
        return forms;
    }

    /** What may stand in place of a rate, for help texts. */
    public static List<SyntaxForm> paceForms() {
        return PaceParser.forms();
    }

    /** The forms of the flow options, for help texts; a default stands in parentheses. */
    public static List<SyntaxForm> optionForms() {
        return Stream.of(FlowOption.values()).map(FlowOption::form).toList();
    }

    private static FlowSpec parse(TransportProtocol protocol, String[] tokens) {
        TrafficPattern outbound;
        TrafficPattern inbound;
        int options;
        if (tokens[0].equals("default")) {
            outbound = protocol.defaultOutbound();
            inbound = TrafficPattern.SILENT;
            options = 1;
        } else {
            outbound = direction(tokens, 0);
            inbound = direction(tokens, 2);
            options = ENTRIES;
        }
        FlowSpecDraft draft = new FlowSpecDraft();
        for (int i = options; i < tokens.length; i++) {
            FlowOption.apply(tokens[i], draft);
        }
        return draft.finish(protocol, outbound, inbound);
    }

    /** The entry at this index and the one behind it. */
    private static TrafficPattern direction(String[] tokens, int index) {
        Function<Distribution, Pace> pace = entry(tokens, index, PaceParser::parse);
        Distribution frameBytes = entry(tokens, index + 1, SpecScanner::distribution);
        return new TrafficPattern(named(tokens, index, () -> pace.apply(frameBytes)), frameBytes);
    }

    /** One of the four rates and sizes; the last ones may be missing. */
    private static <T> T entry(String[] tokens, int index, Function<SpecScanner, T> parser) {
        SpecScanner scanner = new SpecScanner(index < tokens.length ? tokens[index] : NOTHING);
        return named(tokens, index, () -> {
            T value = parser.apply(scanner);
            scanner.requireEnd();
            return value;
        });
    }

    /** Names the entry in what is wrong with it. */
    private static <T> T named(String[] tokens, int index, Supplier<T> entry) {
        try {
            return entry.get();
        } catch (IllegalArgumentException e) {
            String hint = looksLikeOption(tokens[index]) ? "; options follow after all four rates and sizes" : "";
            throw new IllegalArgumentException(
                    "\"" + tokens[index] + "\" is not " + ENTRY_NAMES[index] + ": " + e.getMessage() + hint, e);
        }
    }

    private static boolean looksLikeOption(String token) {
        return FlowOption.ofKeyword(token.replaceFirst("=.*", "")).isPresent();
    }
}
