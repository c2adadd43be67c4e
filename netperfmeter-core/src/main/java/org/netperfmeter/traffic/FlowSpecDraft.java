// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.traffic;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A FLOWSPEC while its options are being read. */
final class FlowSpecDraft {
    OptionalInt id = OptionalInt.empty();
    Optional<String> description = Optional.empty();
    OptionalInt cmt = OptionalInt.empty();
    final OnOffListParser onOff = new OnOffListParser();
    final FlowOptions.Builder options = FlowOptions.builder();
    private final List<String> notices = new ArrayList<>();

    void noticeWithoutEffect(String option) {
        notices.add("flow option " + option + "= of NetPerfMeter 1.x has no effect");
    }

    FlowSpec finish(TransportProtocol protocol, TrafficPattern outbound, TrafficPattern inbound) {
        TransportProtocol actual = protocolAfterCmt(protocol);
        options.cmt(actual == TransportProtocol.MPTCP ? FlowOptions.CMT_MPTCP : cmt.orElse(0));
        return new FlowSpec(actual, id, description, outbound, inbound, options.build(), notices);
    }

    /** protocol.md 3.5, the rules of 2.0.10. */
    private TransportProtocol protocolAfterCmt(TransportProtocol protocol) {
        int mode = cmt.orElse(protocol == TransportProtocol.MPTCP ? FlowOptions.CMT_MPTCP : 0);
        if (protocol == TransportProtocol.MPTCP && mode != FlowOptions.CMT_MPTCP) {
            throw new IllegalArgumentException("cmt=" + mode
                    + " on an MPTCP flow: only cmt=mptcp is possible there (give a TCP flow for plain TCP)");
        }
        if (protocol == TransportProtocol.TCP && mode == FlowOptions.CMT_MPTCP) {
            return TransportProtocol.MPTCP;
        }
        if (protocol == TransportProtocol.TCP && mode != 0) {
            notices.add("flow option cmt=" + mode
                    + " has no effect on a TCP flow (NetPerfMeter 1.x made it an MPTCP flow: use cmt=mptcp)");
        }
        return protocol;
    }
}
