// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.cli;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Optional;
import org.netperfmeter.measurement.FlowSnapshot;
import org.netperfmeter.measurement.Rate;
import org.netperfmeter.measurement.Volume;
import org.netperfmeter.traffic.BufferSize;
import org.netperfmeter.traffic.Distribution;
import org.netperfmeter.traffic.FlowDefinition;
import org.netperfmeter.traffic.FlowOptions;
import org.netperfmeter.traffic.FrameGap;
import org.netperfmeter.traffic.FrameRate;
import org.netperfmeter.traffic.OnOffSchedule;
import org.netperfmeter.traffic.Pace;
import org.netperfmeter.traffic.RetransmissionLimit;
import org.netperfmeter.transport.EffectiveBuffers;

/** A flow's parameters and statistics, in the blocks that scripts know (cli.md 14.3 and 14.4). */
final class FlowText {
    private static final String[] CMT_NAMES = {"off", "CMT", "CMT/RPv1", "CMT/RPv2", "MPTCP"};

    private static final int PARAMETER_COLUMNS = 20;
    private static final int STATISTIC_COLUMNS = 17;
    private static final int PARAMETER_DIGITS = 6;

    private FlowText() {}

    static String measurement(long measurementId) {
        return "$" + Long.toHexString(measurementId);
    }

    /**
     * The parameter block; every line ends with a line feed.
     *
     * @param buffers the sizes in force; empty: not known, so it says what was asked for
     */
    static String parameters(FlowDefinition flow, long measurementId, Optional<EffectiveBuffers> buffers) {
        FlowOptions options = flow.options();
        StringBuilder text = new StringBuilder(heading(flow, measurementId));
        line(
                text,
                "Receive Buffer Size",
                inForce(buffers.map(EffectiveBuffers::receiveBytes), options.receiveBuffer()));
        line(text, "Send Buffer Size", inForce(buffers.map(EffectiveBuffers::sendBytes), options.sendBuffer()));
        line(text, "Max. Message Size", options.maxMessageBytes());
        line(text, "Defragment Timeout", options.defragmentTimeoutMillis() + "ms");
        pace(text, "Outbound", flow.outbound().pace());
        line(text, "Outbound Frame Size", law(flow.outbound().frameBytes()) + " ");
        pace(text, "Inbound", flow.inbound().pace());
        line(text, "Inbound Frame Size", law(flow.inbound().frameBytes()) + " ");
        switch (flow.protocol()) {
            case SCTP -> {
                line(text, "Ordered Mode", percent(options.orderedFraction()));
                line(text, "Reliable Mode", percent(options.reliableFraction()));
                line(text, "Retransmissions", limit(options.retransmissionLimit()));
            }
            default -> {}
        }
        line(text, "On/Off", onOff(options.onOff()));
        line(text, "Repeat On/Off", yesNo(options.onOff().repeat()));
        line(text, "Error on Abort", yesNo(options.errorOnAbort()));
        switch (flow.protocol()) {
            case TCP, MPTCP -> {
                line(text, "No Delay", yesNo(options.noDelay()));
                line(text, "Congestion Control", options.congestionControl());
            }
            case SCTP -> {
                line(text, "No Delay", yesNo(options.noDelay()));
                line(text, "CMT", format("#%d (%s)", options.cmt(), cmtName(options.cmt())));
            }
            case DCCP -> line(text, "CCID", "#" + options.ccid());
            case UDP, QUIC -> {}
        }
        return text.toString();
    }

    /**
     * The statistics block; every line ends with a line feed. Losses are gaps in what was received here: of a flow that only
     * sends, this node knows of none.
     */
    static String statistics(FlowSnapshot counters) {
        long sending = counters.transmissionMicros();
        long receiving = counters.receptionMicros();
        return group("Transmission", sending, " s", counters.transmitted())
                + group("Reception", receiving, "s", counters.received())
                + (counters.receivedPackets() > 0 ? group("Loss", receiving, "s", counters.lost()) : "");
    }

    private static String heading(FlowDefinition flow, long measurementId) {
        String id = Integer.toUnsignedString(flow.flowId());
        String measurement = measurement(measurementId);
        String name = id + " \"" + flow.description() + "\" of Measurement " + measurement + "):\n";
        return flow.protocol().isMultiStream()
                ? "+ " + flow.protocol() + " Flow (of Measurement " + measurement + "):\n   o Stream #"
                        + flow.streamId() + " (Flow ID #" + name
                : "+ " + flow.protocol() + " Flow (Flow #" + name;
    }

    private static String group(String name, long durationMicros, String secondsUnit, Volume volume) {
        Rate rate = volume.over(durationMicros);
        StringBuilder text = new StringBuilder(" - " + name + ":\n");
        statistic(text, "Duration", SixDigits.format(durationMicros / 1e6) + secondsUnit);
        statistic(text, "Bytes", counted(volume.bytes(), rate.bytesPerSecond(), "B"));
        statistic(text, "Bits", counted(8 * volume.bytes(), rate.bitsPerSecond(), "bit"));
        statistic(text, "Packets", counted(volume.packets(), rate.packetsPerSecond(), "packets"));
        statistic(text, "Frames", counted(volume.frames(), rate.framesPerSecond(), "frames"));
        return text.toString();
    }

    private static String counted(long count, double perSecond, String unit) {
        return format("%d %s\t-> %.0f %s/s", count, unit, Math.rint(perSecond), unit);
    }

    private static void statistic(StringBuilder text, String label, String value) {
        entry(text, "  * ", label, STATISTIC_COLUMNS, value);
    }

    private static void line(StringBuilder text, String label, Object value) {
        entry(text, " - ", label, PARAMETER_COLUMNS, value);
    }

    /** Not by a format string: a thousand flows have some twenty thousand of these, and wait for them before they start. */
    private static void entry(StringBuilder text, String bullet, String label, int columns, Object value) {
        text.append(bullet).append(label).append(':');
        text.append(" ".repeat(Math.max(0, columns - label.length() - 1)));
        text.append(' ').append(value).append('\n');
    }

    private static String inForce(Optional<? extends Number> bytes, BufferSize wish) {
        return bytes.map(Object::toString).orElseGet(() -> wish.bytes() + " (asked for)");
    }

    private static void pace(StringBuilder text, String direction, Pace pace) {
        if (pace instanceof FrameRate rate) {
            line(text, direction + " Frame Rate", law(rate.perSecond()) + " ");
        } else if (pace instanceof FrameGap gap) {
            line(text, direction + " Frame Gap", law(gap.seconds()) + " ");
        }
    }

    private static String law(Distribution law) {
        double first = law.parameter(0);
        double second = law.parameter(1);
        return switch (law.code()) {
            case 0 -> decimal(first) + " (constant)";
            case 1 -> format("internal=[%f, %.3f) (uniform)", first, second);
            case 2 -> "mean=" + decimal(first) + " (neg. exp.)";
            case 3 -> format("location=%f, shape=%f (pareto)", first, second);
            case 4 -> format("mean=%f, stddev=%f (normal)", first, second);
            case 5 -> format("mean=%f, stddev=%f (truncated normal)", first, second);
            default -> law.toString();
        };
    }

    /** As "%f" has it. */
    private static String decimal(double value) {
        return BigDecimal.valueOf(value)
                .setScale(PARAMETER_DIGITS, RoundingMode.HALF_UP)
                .toPlainString();
    }

    private static String onOff(OnOffSchedule schedule) {
        if (schedule.isAlwaysOn()) {
            return "{ *0 }";
        }
        StringBuilder text = new StringBuilder("{\n");
        boolean on = true;
        for (Distribution gap : schedule.gapSeconds()) {
            text.append("    ")
                    .append(on ? "*" : "~")
                    .append(" +")
                    .append(law(gap))
                    .append('\n');
            on = !on;
        }
        return text.append("   }").toString();
    }

    private static String limit(RetransmissionLimit limit) {
        return switch (limit.kind()) {
            case UNLIMITED -> "unlimited";
            case MILLISECONDS -> limit.value() + "ms";
            case TRIALS -> limit.value() + " trials";
        };
    }

    private static String cmtName(int cmt) {
        return cmt < CMT_NAMES.length ? CMT_NAMES[cmt] : "?";
    }

    private static String percent(double fraction) {
        return format("%.3f%%", 100 * fraction);
    }

    private static String yesNo(boolean value) {
        return value ? "yes" : "no";
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
