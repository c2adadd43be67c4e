// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.netperfmeter.cli.Plans.active;
import static org.netperfmeter.cli.Plans.error;
import static org.netperfmeter.cli.Plans.plan;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.netperfmeter.cli.RunPlan.Notice;
import org.netperfmeter.node.ActiveConfig;
import org.netperfmeter.traffic.FlowDefinition;
import org.netperfmeter.traffic.FrameRate;

/** What the flows of a command line become. */
class PlannedFlowsTest {
    @Test
    void flowsAreNumberedInTheOrderOfTheCommandLine() {
        ActiveConfig config = active("-u 1:100 host -tcp 2:100 -y -mptcp 3:100 -tcp=4:100:0:0:cmt=mptcp -udp 5:100");
        assertEquals(
                "0 UDP 1.0, 1 TCP 2.0, 2 MPTCP 3.0, 3 MPTCP 4.0, 4 UDP 5.0",
                config.flows().stream().map(PlannedFlowsTest::summary).collect(Collectors.joining(", ")));
    }

    @Test
    void countRepeatsTheWholeList() {
        ActiveConfig config = active("host -y -tcp 1:100 -udp 2:100 -count=2");
        assertEquals(
                "0 TCP 1.0, 1 UDP 2.0, 2 TCP 1.0, 3 UDP 2.0",
                config.flows().stream().map(PlannedFlowsTest::summary).collect(Collectors.joining(", ")));
    }

    @Test
    void aFlowSpecificationIsAStreamOfItsAssociation() {
        ActiveConfig config = active("host -tcp 1:100 -sctp 2:100 3:100 -dccp 4:100 -s 5:100 -y -sctp=6:100 7:100 -x");
        assertEquals(
                "0/0 TCP 1.0, 1/0 SCTP 2.0, 2/1 SCTP 3.0, 3/0 DCCP 4.0, 4/0 SCTP 5.0, 5/0 SCTP 6.0, 6/1 SCTP 7.0",
                config.flows().stream()
                        .map(flow -> summary(flow).replaceFirst(" ", "/" + flow.streamId() + " "))
                        .collect(Collectors.joining(", ")));
    }

    @Test
    void countRepeatsAssociationsAsAWhole() {
        ActiveConfig config = active("host -sctp 1:100 2:100 -N 2 -y");
        assertEquals(
                List.of(0, 1, 0, 1),
                config.flows().stream().map(FlowDefinition::streamId).toList());
        assertEquals(
                List.of(0, 1, 2, 3),
                config.flows().stream().map(FlowDefinition::flowId).toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"cmt", "cmtrpv1", "cmtrpv2", "mptcp", "300"})
    void multipathTransferOverSctpIsRefused(String name) {
        String spec = "1:1:0:0:cmt=" + name;
        String refusal = "flow specification \"" + spec
                + "\": SCTP of Linux has no concurrent multipath transfer; leave out cmt=, or give cmt=off";
        assertEquals(refusal, error("h -sctp " + spec + " -y"));
        assertEquals(refusal, error("h -sctp 1:1 " + spec + " -y"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"cmt=off", "cmt=0", "cmt=256"})
    void multipathTransferOverSctpMayBeOff(String option) {
        assertEquals(List.of(), plan("h -sctp 1:1:0:0:" + option + " -y").notices());
    }

    @Test
    void multipathTransferMeansNothingToOtherProtocols() {
        assertEquals(
                List.of(), plan("h -dccp 1:1:0:0:cmt=cmt -udp 1:1:0:0:cmt=cmt").notices());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rcvbuf=100000  | rcvbuf=100000",
                "sndbuf=0       | sndbuf=0",
                "nodelay=on     | nodelay=on",
                "v6only         | v6only",
                "cc=reno        | cc=reno",
            })
    void laterStreamsCannotSetUpTheSocket(String option, String ignored) {
        String later = "2:1:0:0:" + option;
        assertEquals(
                List.of(new Notice(
                        LogLevel.WARNING,
                        "flow specification \"" + later + "\": " + ignored
                                + " is ignored at this node: streams share the "
                                + "socket of their association, and it has the options of the first")),
                plan("h -sctp 1:1 " + later + " -y").notices());
        assertEquals(
                List.of(), plan("h -sctp " + later + " " + later + " 1:1 -y").notices());
        assertEquals(List.of(), plan("h -sctp 1:1 -sctp " + later + " -y").notices());
    }

    /** It is the default: only who types it can mean it. */
    @ParameterizedTest
    @CsvSource({
        "nodelay=on,  nodelay=off,              1",
        "nodelay=on,  nodelay=off:nodelay=off,  1",
        "nodelay=on,  nodelay=off:nodelay=on,   0",
        "nodelay=on,  nodelay=on:nodelay=off,   1",
        "nodelay=on,  description=nodelay,      0",
        "nodelay=off, nodelay=off,              0",
        "debug=off,   nodelay=off,              0",
    })
    void laterStreamsCannotBringNagleBack(String first, String later, int warnings) {
        List<Notice> notices =
                plan("h -sctp 1:1:0:0:" + first + " 2:1:0:0:" + later + " -y").notices();
        assertEquals(warnings, notices.size());
        assertTrue(notices.stream().allMatch(notice -> notice.text().contains("nodelay=off is ignored")));
    }

    @Test
    void everyIgnoredOptionOfEveryLaterStreamIsNamed() {
        List<String> warnings =
                plan("h -sctp 1:1:0:0:rcvbuf=5 2:1:0:0:rcvbuf=6:sndbuf=7 3:1:0:0:v6only -y").notices().stream()
                        .map(Notice::text)
                        .toList();
        assertEquals(3, warnings.size());
        assertTrue(warnings.get(0).contains("2:1:0:0:rcvbuf=6:sndbuf=7\": rcvbuf=6 is ignored"), warnings.get(0));
        assertTrue(warnings.get(1).contains("2:1:0:0:rcvbuf=6:sndbuf=7\": sndbuf=7 is ignored"), warnings.get(1));
        assertTrue(warnings.get(2).contains("3:1:0:0:v6only\": v6only is ignored"), warnings.get(2));
    }

    @Test
    void sharedFlowIdsAreWarnedOf() {
        RunPlan plan = plan("h -sctp 1:1:0:0:id=5 1:1:0:0:id=5 1:1:0:0:id=5 1:1 -y");
        assertEquals(
                List.of(
                        new Notice(
                                LogLevel.WARNING,
                                "flow ID 5 belongs to several streams, which scalar and configuration files cannot tell apart")),
                plan.notices());
        assertEquals(
                List.of(5, 5, 5, 6),
                assertInstanceOf(RunPlan.Active.class, plan).config().flows().stream()
                        .map(FlowDefinition::flowId)
                        .toList());
    }

    @Test
    void historicFlowOptionsAreAWarningToo() {
        assertEquals(1, plan("h -y -udp 1:1:0:0:ndiffports=4").notices().size());
    }

    @Test
    void flowErrorsNameTheSpecification() {
        String message = error("host -y -tcp 1:100 -udp const5:const100:id=3");
        assertTrue(message.contains("const5:const100:id=3"), message);
        assertTrue(error("host -y -tcp 1:1:0:0:id=1 -count=2").contains("1"));
    }

    private static String summary(FlowDefinition flow) {
        return flow.flowId() + " " + flow.protocol() + " "
                + ((FrameRate) flow.outbound().pace()).perSecond().parameter(0);
    }
}
