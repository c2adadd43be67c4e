// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.traffic;

/** The names of the multipath modes (cli.md 8, protocol.md 3.5). */
enum CmtMode {
    OFF("off", 0),
    CMT("cmt", 1),
    NORMAL("normal", 1),
    CMT_RP_V1("cmtrpv1", 2),
    RP("rp", 2),
    CMT_RP_V2("cmtrpv2", 3),
    MPTCP("mptcp", FlowOptions.CMT_MPTCP),
    LIKE_MPTCP("like-mptcp", FlowOptions.CMT_MPTCP),
    MPTCP_LIKE("mptcp-like", FlowOptions.CMT_MPTCP);

    private final String keyword;
    private final int number;

    CmtMode(String keyword, int number) {
        this.keyword = keyword;
        this.number = number;
    }

    /** The number of a mode given by name or, of which 8 bits count, as a number. */
    static int parse(SpecScanner value) {
        String text = value.rest();
        for (CmtMode mode : values()) {
            if (mode.keyword.equals(text)) {
                return mode.number;
            }
        }
        SpecScanner number = new SpecScanner(text);
        int mode = number.unsigned() & 0xFF;
        number.requireEnd();
        return mode;
    }
}
