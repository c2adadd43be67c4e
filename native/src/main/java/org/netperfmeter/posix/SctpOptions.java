// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.posix;

/** Values of socket options of SCTP (RFC 6458 section 8) that are structures. */
public final class SctpOptions {
    private SctpOptions() {}

    /** SCTP_INITMSG: how many streams to ask for, 1..65535 each. */
    public static NativeMemory initMessage(int outgoingStreams, int incomingStreams) {
        NativeMemory value = NativeMemory.allocate(StructLayout.SCTP_INITMSG_BYTES.value());
        value.bytes().putShort(StructLayout.SCTP_INITMSG_OUT_STREAMS.value(), (short) outgoingStreams);
        value.bytes().putShort(StructLayout.SCTP_INITMSG_IN_STREAMS.value(), (short) incomingStreams);
        return value;
    }

    /** SCTP_EVENTS: notifications of what {@link SctpNotification} knows, and of nothing else. */
    public static NativeMemory events() {
        int last = StructLayout.SCTP_EVENTS_PARTIAL_DELIVERY.value();
        NativeMemory value = NativeMemory.allocate(last + 1);
        value.bytes().put(StructLayout.SCTP_EVENTS_ASSOCIATION.value(), (byte) 1);
        value.bytes().put(last, (byte) 1);
        return value;
    }

    /** SCTP_PEER_ADDR_PARAMS: heartbeats to all addresses of the peer; everything else stays. */
    public static NativeMemory heartbeats(int intervalMillis) {
        NativeMemory value = NativeMemory.allocate(StructLayout.SCTP_PADDRPARAMS_BYTES.value());
        value.bytes().putInt(StructLayout.SCTP_PADDRPARAMS_HEARTBEAT_MILLIS.value(), intervalMillis);
        value.bytes().putInt(StructLayout.SCTP_PADDRPARAMS_FLAGS.value(), OsConstant.SPP_HB_ENABLE.value());
        return value;
    }
}
