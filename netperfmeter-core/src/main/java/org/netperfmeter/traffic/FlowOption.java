// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.traffic;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** The options of a FLOWSPEC (cli.md 8): a line each. */
enum FlowOption {
    ID(
            "id",
            "<n>",
            "flow ID; the next flow without one gets n+1",
            (value, flow) -> flow.id = OptionalInt.of(value.unsigned())),
    MAX_MESSAGE(
            "maxmsgsize",
            "<bytes>",
            "longest message, 128..65535; longer frames are split (16000)",
            (value, flow) -> flow.options.maxMessageBytes(clampedMessageBytes(value.unsigned()))),
    DEFRAGMENT_TIMEOUT(
            "defragtimeout",
            "<ms>",
            "how long the active node waits for the rest of a frame (5000)",
            (value, flow) -> flow.options.defragmentTimeoutMillis(clampedTo31Bits(value.unsigned()))),
    ORDERED(
            "ordered",
            "<fraction>",
            "SCTP: how much is sent ordered, 0..1 (1)",
            (value, flow) -> flow.options.orderedFraction(fraction(value))),
    UNORDERED(
            "unordered",
            "<fraction>",
            "SCTP: how much is sent unordered, 0..1 (0)",
            (value, flow) -> flow.options.orderedFraction(1 - fraction(value))),
    RELIABLE(
            "reliable",
            "<fraction>",
            "SCTP: how much is sent reliably, 0..1 (1)",
            (value, flow) -> flow.options.reliableFraction(fraction(value))),
    UNRELIABLE(
            "unreliable",
            "<fraction>",
            "SCTP: how much is sent unreliably, 0..1 (0)",
            (value, flow) -> flow.options.reliableFraction(1 - fraction(value))),
    RETRANSMISSION_TIMEOUT(
            "rtx_timeout",
            "<ms>",
            "SCTP: lifetime of unreliable messages (unlimited)",
            (value, flow) -> flow.options.retransmissionLimit(
                    new RetransmissionLimit(RetransmissionLimit.Kind.MILLISECONDS, value.unsigned31()))),
    RETRANSMISSION_TRIALS(
            "rtx_trials",
            "<n>",
            "SCTP: retransmissions of unreliable messages (unlimited)",
            (value, flow) -> flow.options.retransmissionLimit(
                    new RetransmissionLimit(RetransmissionLimit.Kind.TRIALS, value.unsigned31()))),
    RECEIVE_BUFFER(
            "rcvbuf",
            "<bytes>",
            "receive buffer, 0: the system's default (233016 if the system allows)",
            (value, flow) -> flow.options.receiveBuffer(new BufferSize(value.unsigned31(), true))),
    SEND_BUFFER(
            "sndbuf",
            "<bytes>",
            "send buffer, 0: the system's default (233016 if the system allows)",
            (value, flow) -> flow.options.sendBuffer(new BufferSize(value.unsigned31(), true))),
    CMT(
            "cmt",
            "off|cmt|cmtrpv1|cmtrpv2|mptcp|like-mptcp|mptcp-like|normal|rp|<n>",
            "multipath mode; mptcp turns TCP into MPTCP; SCTP: only off (off)",
            (value, flow) -> flow.cmt = OptionalInt.of(CmtMode.parse(value))),
    CCID(
            "ccid",
            "<n>",
            "congestion control of DCCP, 2 or 3; 0: the system's default (0)",
            (value, flow) -> flow.options.ccid(value.unsigned() & 0xFF)),
    ERROR_ON_ABORT(
            "error_on_abort",
            "on|off",
            "whether a send error ends the measurement (on)",
            (value, flow) -> flow.options.errorOnAbort(onOff(value))),
    V6_ONLY("v6only", "", "use IPv6 only", (value, flow) -> flow.options.v6Only(true)),
    DESCRIPTION(
            "description",
            "<text>",
            "name of the flow, 1..255 bytes without colon (\"Flow <id>\")",
            (value, flow) -> flow.description = Optional.of(description(value.rest()))),
    ON_OFF(
            "onoff",
            "[+]<s>,...[,repeat]",
            "when to switch on, off, on ...; + means: after the event before",
            (value, flow) -> {
                flow.onOff.parse(value);
                flow.options.onOff(flow.onOff.schedule());
            }),
    NO_DELAY(
            "nodelay",
            "on|off",
            "on: send small messages at once, without Nagle (off)",
            (value, flow) -> flow.options.noDelay(onOff(value))),
    BATCH(
            "batch",
            "<n>",
            "messages handed to the kernel in one call, at most, 1..512 (as many as fit into 64 KiB)",
            (value, flow) -> flow.options.batchMessages(batchMessages(value))),
    GSO(
            "gso",
            "on|off",
            "UDP: on: the kernel cuts and merges bundles of datagrams (off)",
            (value, flow) -> flow.options.gso(onOff(value))),
    DEBUG("debug", "on|off", "transmitted, without effect (off)", (value, flow) -> flow.options.debug(onOff(value))),
    CONGESTION_CONTROL(
            "cc",
            "<name>",
            "congestion control of TCP and MPTCP, default: the system's (default)",
            (value, flow) -> flow.options.congestionControl(congestionControl(value.rest()))),
    DIFF_PORTS("ndiffports", "<n>", "NetPerfMeter 1.x only, no effect", (value, flow) -> {
        value.unsigned();
        flow.noticeWithoutEffect("ndiffports");
    }),
    PATH_MANAGER("pathmgr", "<name>", "NetPerfMeter 1.x only, no effect", (value, flow) -> {
        value.rest();
        flow.noticeWithoutEffect("pathmgr");
    }),
    SCHEDULER("scheduler", "<name>", "NetPerfMeter 1.x only, no effect", (value, flow) -> {
        value.rest();
        flow.noticeWithoutEffect("scheduler");
    });

    private static final int MAX_DESCRIPTION_BYTES = 255;
    private static final int LEAST_MAX_MESSAGE_BYTES = 128;

    /** Reads the option's value and notes it in the flow. */
    private interface Setter {
        void set(SpecScanner value, FlowSpecDraft flow);
    }

    private final String keyword;
    private final String valueForm;
    private final String meaning;

    @SuppressWarnings("ImmutableEnumChecker") // all are lambdas that capture nothing
    private final Setter setter;

    FlowOption(String keyword, String valueForm, String meaning, Setter setter) {
        this.keyword = keyword;
        this.valueForm = valueForm;
        this.meaning = meaning;
        this.setter = setter;
    }

    /** What to type. */
    SyntaxForm form() {
        return new SyntaxForm(valueForm.isEmpty() ? keyword : keyword + "=" + valueForm, meaning);
    }

    /** The option with exactly this keyword, if there is one. */
    static Optional<FlowOption> ofKeyword(String keyword) {
        return Stream.of(values())
                .filter(option -> option.keyword.equals(keyword))
                .findFirst();
    }

    /**
     * Notes one option in the flow.
     *
     * @param token the option as it was typed
     * @throws IllegalArgumentException naming the token
     */
    static void apply(String token, FlowSpecDraft flow) {
        int equals = token.indexOf('=');
        String keyword = equals < 0 ? token : token.substring(0, equals);
        FlowOption option = ofKeyword(keyword)
                .orElseThrow(() -> new IllegalArgumentException(
                        token.isEmpty() ? "an option is empty" : "\"" + token + "\" is not a flow option"));
        boolean takesValue = !option.valueForm.isEmpty();
        if (takesValue != equals >= 0) {
            throw new IllegalArgumentException(
                    "\"" + token + "\": expected " + option.form().form());
        }
        SpecScanner value = new SpecScanner(takesValue ? token.substring(equals + 1) : "");
        try {
            option.setter.set(value, flow);
            value.requireEnd();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "\"" + token + "\": " + e.getMessage() + " (form: "
                            + option.form().form() + ")",
                    e);
        }
    }

    private static int clampedMessageBytes(int unsigned) {
        return (int) Math.max(
                LEAST_MAX_MESSAGE_BYTES, Math.min(FlowOptions.MAX_MESSAGE_BYTES, Integer.toUnsignedLong(unsigned)));
    }

    /** 24 days are as good as the 49 that 32 bits can express. */
    private static int clampedTo31Bits(int unsigned) {
        return unsigned < 0 ? Integer.MAX_VALUE : unsigned;
    }

    private static double fraction(SpecScanner value) {
        double fraction = value.number("a fraction");
        if (fraction < 0 || fraction > 1) {
            throw new IllegalArgumentException(fraction + " is not in 0..1");
        }
        return fraction;
    }

    private static int batchMessages(SpecScanner value) {
        int messages = value.unsigned31();
        if (messages < 1 || messages > FlowOptions.MAX_BATCH_MESSAGES) {
            throw new IllegalArgumentException(messages + " is not in 1.." + FlowOptions.MAX_BATCH_MESSAGES);
        }
        return messages;
    }

    private static boolean onOff(SpecScanner value) {
        boolean on = value.skip("on");
        if (!on && !value.skip("off")) {
            throw new IllegalArgumentException("expected on or off");
        }
        return on;
    }

    private static String description(String text) {
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes == 0 || bytes > MAX_DESCRIPTION_BYTES) {
            throw new IllegalArgumentException(
                    "a description has 1.." + MAX_DESCRIPTION_BYTES + " bytes, not " + bytes);
        }
        if (!text.codePoints().allMatch(FlowDefinition::isAllowedInDescription)) {
            throw new IllegalArgumentException(
                    "control characters and double quotes would break the lines of result files");
        }
        return text;
    }

    private static String congestionControl(String name) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("an empty name is refused by peers; use \"default\"");
        }
        FlowOptions.requireCongestionControl(name);
        return name;
    }
}
