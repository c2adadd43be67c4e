// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.traffic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FlowDefinitionTest {
    static Stream<Arguments> invalidOptions() {
        return Stream.of(
                invalid(options -> options.maxMessageBytes(47), "message size must be 48..65535: 47"),
                invalid(options -> options.maxMessageBytes(65536), "message size must be 48..65535: 65536"),
                invalid(
                        options -> options.defragmentTimeoutMillis(-1),
                        "defragmentation timeout must be 0..2147483647: -1"),
                invalid(options -> options.orderedFraction(1.1), "ordered fraction must be 0..1: 1.1"),
                invalid(options -> options.reliableFraction(Double.NaN), "reliable fraction must be 0..1: NaN"),
                invalid(options -> options.cmt(256), "CMT mode must be 0..255: 256"),
                invalid(options -> options.ccid(-1), "CCID must be 0..255: -1"),
                invalid(
                        options -> options.congestionControl(""),
                        "length of the congestion control's name must be 1..16: 0"),
                invalid(
                        options -> options.congestionControl("cubic\n"),
                        "congestion control's name must not contain control characters"));
    }

    private static Arguments invalid(UnaryOperator<FlowOptions.Builder> change, String message) {
        return Arguments.of(change, message);
    }

    @ParameterizedTest
    @MethodSource("invalidOptions")
    void optionsAreCheckedAtBirth(UnaryOperator<FlowOptions.Builder> change, String message) {
        FlowOptions.Builder builder = change.apply(FlowOptions.builder());

        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, builder::build).getMessage());
    }

    @Test
    void builderOfOptionsKeepsThemAll() {
        FlowOptions options = FlowSpecParser.parse(
                        TransportProtocol.SCTP,
                        "default:maxmsgsize=1400:defragtimeout=1:ordered=0.5:reliable=0.25:rtx_trials=2:rcvbuf=1:sndbuf=2"
                                + ":cmt=1:ccid=3:error_on_abort=off:nodelay=on:debug=on:v6only:cc=reno:onoff=1")
                .options();

        assertEquals(options, options.toBuilder().build());
        assertEquals(FlowOptions.DEFAULTS, FlowOptions.builder().build());
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 65536})
    void streamIdsHave16Bits(int streamId) {
        assertThrows(IllegalArgumentException.class, () -> new FlowKey(1, 2, streamId));
        assertThrows(
                IllegalArgumentException.class,
                () -> new FlowDefinition(
                        1,
                        streamId,
                        "x",
                        TransportProtocol.SCTP,
                        TrafficPattern.SILENT,
                        TrafficPattern.SILENT,
                        FlowOptions.DEFAULTS));
    }

    @Test
    void keyIsPrintedUnsigned() {
        assertEquals("flow 4294967295/3 of measurement $ffffffffffffffff", new FlowKey(-1, -1, 3).toString());
    }

    @Test
    void descriptionMustNotBreakTheLinesOfResultFiles() {
        assertThrows(IllegalArgumentException.class, () -> flow("a\nb"));
        assertThrows(IllegalArgumentException.class, () -> flow("a\"b"));
        assertEquals("a$b\\c`d", flow("a$b\\c`d").description());
    }

    @ParameterizedTest
    @CsvSource({"TCP, 9000", "UDP, 9000", "DCCP, 9000", "SCTP, 9000", "QUIC, 8999", "MPTCP, 8999"})
    void mptcpAndQuicHaveAPortOfTheirOwn(TransportProtocol protocol, int port) {
        assertEquals(port, protocol.dataPort(9000));
        assertEquals(protocol, TransportProtocol.ofNumber(protocol.number()).orElseThrow());
    }

    @Test
    void streamsAndDatagramsAreMattersOfTheProtocol() {
        assertEquals(
                List.of(TransportProtocol.SCTP, TransportProtocol.QUIC),
                Stream.of(TransportProtocol.values())
                        .filter(TransportProtocol::isMultiStream)
                        .toList());
        assertEquals(
                List.of(TransportProtocol.UDP, TransportProtocol.DCCP),
                Stream.of(TransportProtocol.values())
                        .filter(TransportProtocol::isDatagram)
                        .toList());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0:1000                        | 1000  | 0",
                "0:1000:25:500                 | 1000  | 500",
                "const0:const0:const25:const60 | 0     | 60",
                "0:10:0:48                     | 48    | 48",
                "0:16000                       | 16000 | 0",
                "0:16001                       | 16000 | 0",
                "0:3000:0:900:maxmsgsize=1400  | 1400  | 900",
                "1:uniform10,99.6              | 100   | 0",
                "1:exp10                       | 16000 | 0",
                "1:normal10,0.1:0:0:maxmsgsize=200 | 200   | 0",
                "const0:const2.5               | 48    | 0",
                "const25:const99.5             | 100   | 0",
            })
    void largestMessageFollowsFromFramesAndLimit(String specification, int outboundBytes, int inboundBytes) {
        FlowSpec spec = FlowSpecParser.parse(TransportProtocol.DCCP, specification);
        FlowDefinition flow =
                new FlowDefinition(1, 0, "", TransportProtocol.DCCP, spec.outbound(), spec.inbound(), spec.options());

        assertEquals(outboundBytes, flow.largestOutboundMessageBytes());
        assertEquals(inboundBytes, flow.largestInboundMessageBytes());
    }

    @Test
    void limitsAndBuffersAreNotNegative() {
        assertThrows(IllegalArgumentException.class, () -> new BufferSize(-1, true));
        assertThrows(
                IllegalArgumentException.class, () -> new RetransmissionLimit(RetransmissionLimit.Kind.TRIALS, -1));
    }

    @Test
    void unknownProtocolNumberHasNoProtocol() {
        assertTrue(TransportProtocol.ofNumber(5).isEmpty());
    }

    private static FlowDefinition flow(String description) {
        return new FlowDefinition(
                1,
                0,
                description,
                TransportProtocol.TCP,
                TrafficPattern.SILENT,
                TrafficPattern.SILENT,
                FlowOptions.DEFAULTS);
    }
}
