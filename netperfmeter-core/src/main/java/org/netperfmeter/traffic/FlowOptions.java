// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.traffic;

import java.nio.charset.StandardCharsets;

/**
 * What a flow has beside its traffic. Its names are those of the command line (cli.md 8).
 *
 * @param maxMessageBytes {@value #MIN_MESSAGE_BYTES}..65535; longer frames are split. (The command line clamps it to
 *     128 and more.)
 * @param defragmentTimeoutMillis how long a frame may stay incomplete at the receiver
 * @param orderedFraction 0..1 of the messages is sent ordered
 * @param reliableFraction 0..1 of the messages is sent reliably
 * @param retransmissionLimit for the unreliable messages
 * @param cmt multipath mode, 0..255 (protocol.md 3.5)
 * @param ccid DCCP congestion control, 0..255; 0: the system's default
 * @param errorOnAbort whether a send error at the active node ends the measurement
 * @param batchMessages how many messages are handed to the kernel in one call, at most; 0: as many as are good
 * @param gso UDP: whether the kernel, or the device, cuts and merges bundles of datagrams
 * @param congestionControl 1..16 bytes without control characters; "default": the system's
 */
public record FlowOptions(
        int maxMessageBytes,
        int defragmentTimeoutMillis,
        double orderedFraction,
        double reliableFraction,
        RetransmissionLimit retransmissionLimit,
        BufferSize receiveBuffer,
        BufferSize sendBuffer,
        int cmt,
        int ccid,
        boolean errorOnAbort,
        boolean noDelay,
        boolean debug,
        boolean v6Only,
        int batchMessages,
        boolean gso,
        String congestionControl,
        OnOffSchedule onOff) {
    /** The header of a Data message: no message is shorter. */
    public static final int MIN_MESSAGE_BYTES = 48;

    public static final int MAX_MESSAGE_BYTES = 65535;
    public static final int DEFAULT_MAX_MESSAGE_BYTES = 16000;
    public static final int DEFAULT_DEFRAGMENT_TIMEOUT_MILLIS = 5000;
    public static final String DEFAULT_CONGESTION_CONTROL = "default";

    public static final int MAX_BATCH_MESSAGES = 512;

    /** The multipath mode of MPTCP flows, and the one that makes a TCP flow an MPTCP flow. */
    public static final int CMT_MPTCP = 4;

    private static final int MAX_CONGESTION_CONTROL_BYTES = 16;

    /** A flow without any option. (MPTCP flows also have {@link #CMT_MPTCP}.) */
    public static final FlowOptions DEFAULTS = new Builder().build();

    public FlowOptions {
        requireRange("message size", maxMessageBytes, MIN_MESSAGE_BYTES, MAX_MESSAGE_BYTES);
        requireRange("defragmentation timeout", defragmentTimeoutMillis, 0, Integer.MAX_VALUE);
        requireFraction("ordered", orderedFraction);
        requireFraction("reliable", reliableFraction);
        requireRange("CMT mode", cmt, 0, 255);
        requireRange("CCID", ccid, 0, 255);
        requireRange("batch", batchMessages, 0, MAX_BATCH_MESSAGES);
        requireCongestionControl(congestionControl);
    }

    /** A builder that starts with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder that starts with these options. */
    public Builder toBuilder() {
        return new Builder()
                .maxMessageBytes(maxMessageBytes)
                .defragmentTimeoutMillis(defragmentTimeoutMillis)
                .orderedFraction(orderedFraction)
                .reliableFraction(reliableFraction)
                .retransmissionLimit(retransmissionLimit)
                .receiveBuffer(receiveBuffer)
                .sendBuffer(sendBuffer)
                .cmt(cmt)
                .ccid(ccid)
                .errorOnAbort(errorOnAbort)
                .noDelay(noDelay)
                .debug(debug)
                .v6Only(v6Only)
                .batchMessages(batchMessages)
                .gso(gso)
                .congestionControl(congestionControl)
                .onOff(onOff);
    }

    static void requireCongestionControl(String name) {
        int nameBytes = name.getBytes(StandardCharsets.UTF_8).length;
        requireRange("length of the congestion control's name", nameBytes, 1, MAX_CONGESTION_CONTROL_BYTES);
        if (!HarmlessText.isHarmless(name)) {
            throw new IllegalArgumentException("congestion control's name must not contain control characters");
        }
    }

    private static void requireRange(String name, int value, int from, int to) {
        if (value < from || value > to) {
            throw new IllegalArgumentException(name + " must be " + from + ".." + to + ": " + value);
        }
    }

    private static void requireFraction(String name, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(name + " fraction must be 0..1: " + value);
        }
    }

    /** Builds options one by one; what is not set keeps its default. */
    public static final class Builder {
        private int maxMessageBytes = DEFAULT_MAX_MESSAGE_BYTES;
        private int defragmentTimeoutMillis = DEFAULT_DEFRAGMENT_TIMEOUT_MILLIS;
        private double orderedFraction = 1;
        private double reliableFraction = 1;
        private RetransmissionLimit retransmissionLimit = RetransmissionLimit.UNLIMITED;
        private BufferSize receiveBuffer = BufferSize.DEFAULT;
        private BufferSize sendBuffer = BufferSize.DEFAULT;
        private int cmt;
        private int ccid;
        private boolean errorOnAbort = true;
        private boolean noDelay;
        private boolean debug;
        private boolean v6Only;
        private int batchMessages;
        private boolean gso;
        private String congestionControl = DEFAULT_CONGESTION_CONTROL;
        private OnOffSchedule onOff = OnOffSchedule.ALWAYS_ON;

        private Builder() {}

        public Builder maxMessageBytes(int value) {
            maxMessageBytes = value;
            return this;
        }

        public Builder defragmentTimeoutMillis(int value) {
            defragmentTimeoutMillis = value;
            return this;
        }

        public Builder orderedFraction(double value) {
            orderedFraction = value;
            return this;
        }

        public Builder reliableFraction(double value) {
            reliableFraction = value;
            return this;
        }

        public Builder retransmissionLimit(RetransmissionLimit value) {
            retransmissionLimit = value;
            return this;
        }

        public Builder receiveBuffer(BufferSize value) {
            receiveBuffer = value;
            return this;
        }

        public Builder sendBuffer(BufferSize value) {
            sendBuffer = value;
            return this;
        }

        public Builder cmt(int value) {
            cmt = value;
            return this;
        }

        public Builder ccid(int value) {
            ccid = value;
            return this;
        }

        public Builder errorOnAbort(boolean value) {
            errorOnAbort = value;
            return this;
        }

        public Builder noDelay(boolean value) {
            noDelay = value;
            return this;
        }

        public Builder debug(boolean value) {
            debug = value;
            return this;
        }

        public Builder v6Only(boolean value) {
            v6Only = value;
            return this;
        }

        public Builder batchMessages(int value) {
            batchMessages = value;
            return this;
        }

        public Builder gso(boolean value) {
            gso = value;
            return this;
        }

        public Builder congestionControl(String value) {
            congestionControl = value;
            return this;
        }

        public Builder onOff(OnOffSchedule value) {
            onOff = value;
            return this;
        }

        /**
         * The options.
         *
         * @throws IllegalArgumentException naming the option that is out of range
         */
        public FlowOptions build() {
            return new FlowOptions(
                    maxMessageBytes,
                    defragmentTimeoutMillis,
                    orderedFraction,
                    reliableFraction,
                    retransmissionLimit,
                    receiveBuffer,
                    sendBuffer,
                    cmt,
                    ccid,
                    errorOnAbort,
                    noDelay,
                    debug,
                    v6Only,
                    batchMessages,
                    gso,
                    congestionControl,
                    onOff);
        }
    }
}
