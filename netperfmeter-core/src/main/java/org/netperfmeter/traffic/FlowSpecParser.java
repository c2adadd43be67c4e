// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.traffic;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Parses FLOWSPECs (cli.md 7-9).
 *
 * <pre>
 * &lt;outgoing rate&gt;[:&lt;outgoing size&gt;[:&lt;incoming rate&gt;[:&lt;incoming size&gt;[:&lt;option&gt;...]]]]
 * default[:&lt;option&gt;...]
 * </pre>
 *
 * Only the colon separates entries and options; the original lets any character pass. Keywords are lower case, and
 * numbers are what C's scanf accepts, if finite.
 */
public final class FlowSpecParser {
    private static final Distribution NOTHING = new Constant(0);
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
            outbound = new TrafficPattern(entry(tokens, 0), entry(tokens, 1));
            inbound = new TrafficPattern(entry(tokens, 2), entry(tokens, 3));
            options = ENTRIES;
        }
        FlowSpecDraft draft = new FlowSpecDraft();
        for (int i = options; i < tokens.length; i++) {
            FlowOption.apply(tokens[i], draft);
        }
        return draft.finish(protocol, outbound, inbound);
    }

    /** One of the four rates and sizes; the last ones may be missing. */
    private static Distribution entry(String[] tokens, int index) {
        if (index >= tokens.length) {
            return NOTHING;
        }
        try {
            SpecScanner scanner = new SpecScanner(tokens[index]);
            Distribution distribution = scanner.distribution();
            scanner.requireEnd();
            return distribution;
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
