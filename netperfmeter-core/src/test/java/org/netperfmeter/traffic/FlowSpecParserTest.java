// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.traffic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FlowSpecParserTest {
    // --- Rates and sizes ---------------------------------------------------------------------------------------------

    @Test
    void entriesAreRateAndSizeOfBothDirections() {
        FlowSpec spec = parse("const25:exp1000:uniform900,1100:pareto500,2");

        assertEquals(new TrafficPattern(new Constant(25), new Exponential(1000)), spec.outbound());
        assertEquals(new TrafficPattern(new Uniform(900, 1100), new Pareto(500, 2)), spec.inbound());
        assertEquals(FlowOptions.DEFAULTS, spec.options());
        assertEquals(OptionalInt.empty(), spec.id());
        assertEquals(Optional.empty(), spec.description());
        assertEquals(List.of(), spec.notices());
    }

    @Test
    void normalLawsAreKnown() {
        FlowSpec spec = parse("normal20,2:truncnormal-100,50");

        assertEquals(new TrafficPattern(new Normal(20, 2), new TruncatedNormal(-100, 50)), spec.outbound());
    }

    @Test
    void missingEntriesAreZero() {
        assertEquals(TrafficPattern.constant(5, 0), parse("5").outbound());
        assertEquals(TrafficPattern.constant(5, 100), parse("5:100").outbound());
        assertEquals(TrafficPattern.SILENT, parse("5:100").inbound());
        assertEquals(TrafficPattern.constant(7, 0), parse("5:100:7").inbound());
    }

    @Test
    void gapsMayStandInPlaceOfRates() {
        FlowSpec spec = parse("gap-exp0.01:const100:gap-uniform0.1,0.2:exp500");

        assertEquals(new TrafficPattern(new FrameGap(new Exponential(0.01)), new Constant(100)), spec.outbound());
        assertEquals(new TrafficPattern(new FrameGap(new Uniform(0.1, 0.2)), new Exponential(500)), spec.inbound());
    }

    /** So that every peer knows it. */
    @ParameterizedTest
    @CsvSource({"gap-const0.01, 100", "gap-0.5, 2", "gap-const4, 0.25"})
    void constantGapsAreConstantRates(String entry, double framesPerSecond) {
        assertEquals(
                TrafficPattern.constant(framesPerSecond, 100),
                parse(entry + ":100").outbound());
    }

    @ParameterizedTest
    @CsvSource({
        "10Mbit/s:const1250, 1000",
        "const10Mbit/s:1250, 1000",
        "1e7bit/s:1250, 1000",
        "0.5kbit/s:1250, 0.05",
        "1Gbit/s:1000, 125000",
        "8kbit/s:uniform500;1500, 1",
        "8kbit/s:exp1000, 1",
        "8kbit/s:pareto500;2, 1",
        "8kbit/s:normal1000;10, 1",
        "8kbit/s:const48, 20.833333333333332",
    })
    void bitRateIsARateOfFramesOfMeanSize(String entries, double framesPerSecond) {
        assertEquals(
                new FrameRate(new Constant(framesPerSecond)),
                parse(entries.replace(';', ',')).outbound().pace());
        assertEquals(
                new FrameRate(new Constant(framesPerSecond)),
                parse("0:0:" + entries.replace(';', ',')).inbound().pace());
    }

    @ParameterizedTest
    @CsvSource({
        "5, 5",
        "+5, 5",
        "-5, -5",
        "5., 5",
        ".5, 0.5",
        "' 5', 5",
        "'\t-5', -5",
        "1e6, 1000000",
        "1E2, 100",
        "2.5e-3, 0.0025",
        "0x10, 16",
        "0X1.8p3, 12",
        "-0x.8, -0.5",
        "const5, 5",
        "'const 5', 5",
        "const-5, -5",
        "const1e3, 1000",
        "00012, 12"
    })
    void numbersAreThoseOfC(String entry, double value) {
        assertEquals(new FrameRate(new Constant(value)), parse(entry).outbound().pace());
    }

    @Test
    void blanksMayPrecedeNumbers() {
        assertEquals(
                new FrameRate(new Uniform(5, 6)),
                parse("uniform 5, 6").outbound().pace());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "const5:const100:id=3 | \"id=3\" is not an incoming frame rate: expected const<value>, uniform<from>,<to>,"
                        + " exp<mean>, normal<mean>,<stddev>, truncnormal<mean>,<stddev>, pareto<location>,<shape>"
                        + " or a number; options follow after all four rates and sizes",
                "5:1000: | \"\" is not an incoming frame rate: expected const<value>, uniform<from>,<to>, exp<mean>,"
                        + " normal<mean>,<stddev>, truncnormal<mean>,<stddev>, pareto<location>,<shape> or a number",
                "CONST5 | \"CONST5\" is not an outgoing frame rate: expected const<value>, uniform<from>,<to>, exp<mean>,"
                        + " normal<mean>,<stddev>, truncnormal<mean>,<stddev>, pareto<location>,<shape> or a number",
                "5:1:2:const | \"const\" is not an incoming frame size: expected a number as <value> of const<value>",
                "uniform5 | \"uniform5\" is not an outgoing frame rate: expected uniform<from>,<to>",
                "uniform5,:1 | \"uniform5,\" is not an outgoing frame rate: expected a number as <to> of"
                        + " uniform<from>,<to>",
                "uniform5 ,6 | \"uniform5 ,6\" is not an outgoing frame rate: expected uniform<from>,<to>",
                "uniform6,5 | \"uniform6,5\" is not an outgoing frame rate: upper bound 5.0 must not be below lower bound"
                        + " 6.0",
                "5:pareto500,0 | \"pareto500,0\" is not an outgoing frame size: shape must be positive: 0.0",
                "const5,6:const100 | \"const5,6\" is not an outgoing frame rate: unexpected \",6\"",
                "gap-const0:100 | \"gap-const0\" is not an outgoing frame rate: gaps must take time; \"as fast as"
                        + " possible\" is the rate 0",
                "1:1:gap-uniform-1,0:100 | \"gap-uniform-1,0\" is not an incoming frame rate: gaps must take time;"
                        + " \"as fast as possible\" is the rate 0",
                "5:gap-exp1 | \"gap-exp1\" is not an outgoing frame size: expected const<value>, uniform<from>,<to>,"
                        + " exp<mean>, normal<mean>,<stddev>, truncnormal<mean>,<stddev>, pareto<location>,<shape>"
                        + " or a number",
                "10Mbit:100 | \"10Mbit\" is not an outgoing frame rate: a bit rate is per second, such as 10Mbit/s",
                "10Mbit/s | \"10Mbit/s\" is not an outgoing frame rate: a bit rate needs frames with a mean size of 48"
                        + " bytes or more, not 0.0",
                "10Mbit/s:47 | \"10Mbit/s\" is not an outgoing frame rate: a bit rate needs frames with a mean size of"
                        + " 48 bytes or more, not 47.0",
                "1Mbit/s:pareto100,1 | \"1Mbit/s\" is not an outgoing frame rate: a bit rate needs frames with a mean"
                        + " size of 48 bytes or more, not Infinity",
                "0bit/s:100 | \"0bit/s\" is not an outgoing frame rate: bit rate must be positive: 0.0",
                "1e300Gbit/s:100 | \"1e300Gbit/s\" is not an outgoing frame rate: bit rate must be finite: Infinity",
                "exp5Mbit/s:100 | \"exp5Mbit/s\" is not an outgoing frame rate: a bit rate is a number, not drawn",
                "gap-exp5Mbit/s:100 | \"gap-exp5Mbit/s\" is not an outgoing frame rate: unexpected \"Mbit/s\"",
                "5;1000 | \"5;1000\" is not an outgoing frame rate: unexpected \";1000\"",
                "5 :1000 | \"5 \" is not an outgoing frame rate: unexpected \" \"",
                "0x | \"0x\" is not an outgoing frame rate: unexpected \"x\"",
                "1e | \"1e\" is not an outgoing frame rate: unexpected \"e\"",
                "inf | \"inf\" is not an outgoing frame rate: number must be finite: inf",
                "5:const-Infinity | \"const-Infinity\" is not an outgoing frame size: number must be finite: -Infinity",
                "nan | \"nan\" is not an outgoing frame rate: number must be finite: nan",
                "1e999 | \"1e999\" is not an outgoing frame rate: number must be finite: 1e999",
                "defaults | \"defaults\" is not an outgoing frame rate: expected const<value>, uniform<from>,<to>,"
                        + " exp<mean>, normal<mean>,<stddev>, truncnormal<mean>,<stddev>, pareto<location>,<shape>"
                        + " or a number",
            })
    void entryIsInvalid(String spec, String message) {
        assertEquals("flow specification \"" + spec + "\": " + message, refusal(spec));
    }

    @Test
    void emptySpecificationIsInvalid() {
        assertTrue(refusal("").startsWith("flow specification \"\": \"\" is not an outgoing frame rate"));
    }

    @ParameterizedTest
    @CsvSource({"TCP, 0, 1440", "MPTCP, 0, 1440", "UDP, 25, 1452", "DCCP, 0, 1420", "SCTP, 0, 1432", "QUIC, 0, 1400"})
    void defaultTrafficDependsOnTheProtocol(TransportProtocol protocol, double rate, double bytes) {
        FlowSpec spec = FlowSpecParser.parse(protocol, "default:id=9");

        assertEquals(TrafficPattern.constant(rate, bytes), spec.outbound());
        assertEquals(TrafficPattern.SILENT, spec.inbound());
        assertEquals(OptionalInt.of(9), spec.id());
    }

    // --- Options -----------------------------------------------------------------------------------------------------

    @Test
    void allOptionsAreKnown() {
        FlowSpec spec = FlowSpecParser.parse(
                TransportProtocol.SCTP,
                "default:id=3:maxmsgsize=1400:defragtimeout=100:ordered=0.25:reliable=0.75:rtx_timeout=50:rcvbuf=1000"
                        + ":sndbuf=0:cmt=cmtrpv2:ccid=2:error_on_abort=off:v6only:description=A b!:onoff=+1,+2,repeat"
                        + ":nodelay=on:batch=8:gso=on:debug=on:cc=cubic");

        assertEquals(OptionalInt.of(3), spec.id());
        assertEquals(Optional.of("A b!"), spec.description());
        assertEquals(
                new FlowOptions(
                        1400,
                        100,
                        0.25,
                        0.75,
                        new RetransmissionLimit(RetransmissionLimit.Kind.MILLISECONDS, 50),
                        new BufferSize(1000, true),
                        new BufferSize(0, true),
                        3,
                        2,
                        false,
                        true,
                        true,
                        true,
                        8,
                        true,
                        "cubic",
                        new OnOffSchedule(List.of(new Constant(1), new Constant(2)), true)),
                spec.options());
    }

    @Test
    void defaultsAreThoseOfTheOriginal() {
        assertEquals(
                new FlowOptions(
                        16000,
                        5000,
                        1,
                        1,
                        RetransmissionLimit.UNLIMITED,
                        new BufferSize(233016, false),
                        new BufferSize(233016, false),
                        0,
                        0,
                        true,
                        false,
                        false,
                        false,
                        0,
                        false,
                        "default",
                        OnOffSchedule.ALWAYS_ON),
                parse("default").options());
    }

    @Test
    void lastOfRepeatedOptionsCounts() {
        FlowOptions options = options("nodelay=on:rtx_timeout=5:ordered=0.5:nodelay=off:rtx_trials=7:unordered=0.75");

        assertFalse(options.noDelay());
        assertEquals(new RetransmissionLimit(RetransmissionLimit.Kind.TRIALS, 7), options.retransmissionLimit());
        assertEquals(0.25, options.orderedFraction());
    }

    @Test
    void unorderedAndUnreliableAreComplements() {
        assertEquals(0.75, options("unordered=0.25").orderedFraction());
        assertEquals(0.0, options("unreliable=1").reliableFraction());
    }

    @ParameterizedTest
    @CsvSource({"1400, 1400", "127, 128", "0, 128", "65535, 65535", "65536, 65535", "-1, 65535", "4294967424, 128"})
    void maxMessageSizeIsClamped(String typed, int bytes) {
        assertEquals(bytes, options("maxmsgsize=" + typed).maxMessageBytes());
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "3, 3",
        "+3, 3",
        "' 5', 5",
        "-1, 4294967295",
        "4294967295, 4294967295",
        "4294967297, 1",
        "007, 7",
        "18446744073709551615, 4294967295"
    })
    void idIsModulo2To32(String typed, long id) {
        assertEquals(
                id, Integer.toUnsignedLong(parse("default:id=" + typed).id().orElseThrow()));
    }

    @Test
    void longestDefragmentTimeoutIsThatOf31Bits() {
        assertEquals(Integer.MAX_VALUE, options("defragtimeout=2147483647").defragmentTimeoutMillis());
        assertEquals(Integer.MAX_VALUE, options("defragtimeout=-1").defragmentTimeoutMillis());
        assertEquals(0, options("defragtimeout=0").defragmentTimeoutMillis());
    }

    @ParameterizedTest
    @CsvSource({
        "off, 0",
        "cmt, 1",
        "normal, 1",
        "cmtrpv1, 2",
        "rp, 2",
        "cmtrpv2, 3",
        "mptcp, 4",
        "like-mptcp, 4",
        "mptcp-like, 4",
        "9, 9",
        "300, 44",
        "-1, 255"
    })
    void cmtHasNamesAndNumbers(String typed, int mode) {
        assertEquals(
                mode,
                FlowSpecParser.parse(TransportProtocol.SCTP, "default:cmt=" + typed)
                        .options()
                        .cmt());
    }

    @ParameterizedTest
    @ValueSource(strings = {"mptcp", "like-mptcp", "mptcp-like", "4", "260"})
    void tcpFlowBecomesMptcpByItsCmt(String mode) {
        FlowSpec spec = parse("default:cmt=off:cmt=" + mode);

        assertEquals(TransportProtocol.MPTCP, spec.protocol());
        assertEquals(4, spec.options().cmt());
        assertEquals(List.of(), spec.notices());
    }

    @Test
    void tcpFlowStaysTcpByAnyOtherCmt() {
        assertEquals(TransportProtocol.TCP, parse("default:cmt=off").protocol());
        assertEquals(List.of(), parse("default:cmt=off").notices());
        assertEquals(TransportProtocol.TCP, parse("default:cmt=mptcp:cmt=off").protocol());
        FlowSpec cmt = parse("default:cmt=cmt");
        assertEquals(TransportProtocol.TCP, cmt.protocol());
        assertEquals(1, cmt.options().cmt());
        assertEquals(
                List.of("flow option cmt=1 has no effect on a TCP flow (NetPerfMeter 1.x made it an MPTCP flow: use"
                        + " cmt=mptcp)"),
                cmt.notices());
    }

    @Test
    void mptcpFlowHasItsCmtAndNoOther() {
        FlowSpec spec = FlowSpecParser.parse(TransportProtocol.MPTCP, "default");

        assertEquals(TransportProtocol.MPTCP, spec.protocol());
        assertEquals(4, spec.options().cmt());
        assertEquals(
                4,
                FlowSpecParser.parse(TransportProtocol.MPTCP, "default:cmt=off:cmt=mptcp")
                        .options()
                        .cmt());
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class, () -> FlowSpecParser.parse(TransportProtocol.MPTCP, "default:cmt=off"));
        assertEquals(
                "flow specification \"default:cmt=off\": cmt=0 on an MPTCP flow: only cmt=mptcp is possible there (give a"
                        + " TCP flow for plain TCP)",
                refused.getMessage());
    }

    @Test
    void cmtOfOtherProtocolsIsKept() {
        FlowSpec udp = FlowSpecParser.parse(TransportProtocol.UDP, "default:cmt=mptcp");

        assertEquals(TransportProtocol.UDP, udp.protocol());
        assertEquals(4, udp.options().cmt());
    }

    @Test
    void optionsOf1_9_4AreAcceptedWithANotice() {
        FlowSpec spec = parse("default:ndiffports=4:pathmgr=fullmesh:scheduler=");

        assertEquals(
                List.of(
                        "flow option ndiffports= of NetPerfMeter 1.x has no effect",
                        "flow option pathmgr= of NetPerfMeter 1.x has no effect",
                        "flow option scheduler= of NetPerfMeter 1.x has no effect"),
                spec.notices());
        assertEquals(FlowOptions.DEFAULTS, spec.options());
    }

    @Test
    void descriptionMayHaveAnyPrintableCharacterButColonAndQuote() {
        String text = "Gr\u00fc\u00dfe, $HOME `ls` \\ 'x'=y; #1";

        assertEquals(Optional.of(text), parse("default:description=" + text).description());
        assertEquals(
                Optional.of("x".repeat(255)),
                parse("default:description=" + "x".repeat(255)).description());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                " ~ an option is empty",
                "nodelay ~ \"nodelay\": expected nodelay=on|off",
                "v6only=on ~ \"v6only=on\": expected v6only",
                "ids=3 ~ \"ids=3\" is not a flow option",
                "ID=3 ~ \"ID=3\" is not a flow option",
                "batch=0 ~ \"batch=0\": 0 is not in 1..512 (form: batch=<n>)",
                "batch=513 ~ \"batch=513\": 513 is not in 1..512 (form: batch=<n>)",
                "gso=1 ~ \"gso=1\": expected on or off (form: gso=on|off)",
                "nodelay=yes ~ \"nodelay=yes\": expected on or off (form: nodelay=on|off)",
                "nodelay=ON ~ \"nodelay=ON\": expected on or off (form: nodelay=on|off)",
                "nodelay=once ~ \"nodelay=once\": unexpected \"ce\" (form: nodelay=on|off)",
                "id= ~ \"id=\": expected an unsigned integer (form: id=<n>)",
                "id=0x10 ~ \"id=0x10\": unexpected \"x10\" (form: id=<n>)",
                "id=18446744073709551616 ~ \"id=18446744073709551616\": integer is too large: 18446744073709551616"
                        + " (form: id=<n>)",
                "maxmsgsize=1e3 ~ \"maxmsgsize=1e3\": unexpected \"e3\" (form: maxmsgsize=<bytes>)",
                "ordered=1.1 ~ \"ordered=1.1\": 1.1 is not in 0..1 (form: ordered=<fraction>)",
                "unreliable=-0.1 ~ \"unreliable=-0.1\": -0.1 is not in 0..1 (form: unreliable=<fraction>)",
                "reliable=nan ~ \"reliable=nan\": number must be finite: nan (form: reliable=<fraction>)",
                "rtx_timeout=2147483648 ~ \"rtx_timeout=2147483648\": 2147483648 is too large, at most 2147483647 is"
                        + " possible (form: rtx_timeout=<ms>)",
                "rtx_trials=-5 ~ \"rtx_trials=-5\": 4294967291 is too large, at most 2147483647 is possible"
                        + " (form: rtx_trials=<n>)",
                "rcvbuf=4000000000 ~ \"rcvbuf=4000000000\": 4000000000 is too large, at most 2147483647 is possible"
                        + " (form: rcvbuf=<bytes>)",
                "cmt=OFF ~ \"cmt=OFF\": expected an unsigned integer (form:"
                        + " cmt=off|cmt|cmtrpv1|cmtrpv2|mptcp|like-mptcp|mptcp-like|normal|rp|<n>)",
                "cc= ~ \"cc=\": an empty name is refused by peers; use \"default\" (form: cc=<name>)",
                "cc=12345678901234567 ~ \"cc=12345678901234567\": length of the congestion control's name must be 1..16:"
                        + " 17 (form: cc=<name>)",
                "description= ~ \"description=\": a description has 1..255 bytes, not 0 (form: description=<text>)",
                "description=a\"b ~ \"description=a\"b\": control characters and double quotes would break the lines of"
                        + " result files (form: description=<text>)",
                "ndiffports=x ~ \"ndiffports=x\": expected an unsigned integer (form: ndiffports=<n>)",
            })
    void optionIsInvalid(String option, String message) {
        String spec = "default:" + (option == null ? "" : option);

        assertEquals("flow specification \"" + spec + "\": " + message, refusal(spec));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "a\rb", "tab\tbed", "\u0000", "\u0085", "\u2028"})
    void descriptionMustNotBreakLines(String description) {
        assertTrue(refusal("default:description=" + description).contains("would break the lines of result files"));
    }

    @Test
    void descriptionIsCountedInBytes() {
        assertTrue(refusal("default:description=" + "\u00e4".repeat(128)).contains("1..255 bytes, not 256"));
    }

    // --- On and off --------------------------------------------------------------------------------------------------

    @Test
    void flowWithoutListIsAlwaysOn() {
        assertTrue(options("nodelay=on").onOff().isAlwaysOn());
        assertTrue(options("onoff=repeat").onOff().isAlwaysOn());
    }

    @Test
    void relativeTimesAreGaps() {
        assertEquals(gaps(0.3, 0.4), options("onoff=+0.3,+0.4").onOff().gapSeconds());
        assertEquals(
                List.of(new Exponential(2), new Uniform(1, 3)),
                options("onoff=+exp2,+uniform1,3,repeat").onOff().gapSeconds());
    }

    @Test
    void absoluteTimesBecomeGaps() {
        assertEquals(gaps(2, 2, 1), options("onoff=2,4,5").onOff().gapSeconds());
        assertEquals(gaps(1, 2, 1, 0), options("onoff=1,+2,4,4").onOff().gapSeconds());
    }

    @Test
    void gapsAreAsExactAsTheTimesWereTyped() {
        assertEquals(gaps(0.3, 0.4), options("onoff=0.3,0.7").onOff().gapSeconds());
        assertEquals(gaps(0.1, 0.2, 0), options("onoff=+0.1,+0.2,0.3").onOff().gapSeconds());
    }

    @Test
    void absoluteRandomTimesAreShiftedWhereTheLawAllows() {
        assertEquals(
                List.of(new Constant(2), new Uniform(1, 3)),
                options("onoff=2,uniform3,5").onOff().gapSeconds());
        assertEquals(
                List.of(new Constant(2), new Normal(8, 1)),
                options("onoff=+2,normal10,1").onOff().gapSeconds());
        assertEquals(
                List.of(new Exponential(3), new Constant(1)),
                options("onoff=exp3,+1").onOff().gapSeconds());
        assertEquals(
                List.of(new Constant(0), new Pareto(1, 2)),
                options("onoff=0,pareto1,2").onOff().gapSeconds());
    }

    @Test
    void listsAccumulateAndTheLastSaysWhetherTheyRepeat() {
        OnOffSchedule onOff = options("onoff=+1,+2,repeat:onoff=+3,+4").onOff();

        assertEquals(gaps(1, 2, 3, 4), onOff.gapSeconds());
        assertFalse(onOff.repeat());
        assertTrue(options("onoff=+1:onoff=+2,repeat").onOff().repeat());
        assertEquals(gaps(1, 1), options("onoff=1:onoff=2").onOff().gapSeconds());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "onoff= | expected const<value>, uniform<from>,<to>, exp<mean>, normal<mean>,<stddev>,"
                        + " truncnormal<mean>,<stddev>, pareto<location>,<shape> or a number",
                "onoff=+1, | expected const<value>, uniform<from>,<to>, exp<mean>, normal<mean>,<stddev>,"
                        + " truncnormal<mean>,<stddev>, pareto<location>,<shape> or a number",
                "onoff=+1;+2 | unexpected \";+2\"",
                "onoff=+1,REPEAT | expected const<value>, uniform<from>,<to>, exp<mean>, normal<mean>,<stddev>,"
                        + " truncnormal<mean>,<stddev>, pareto<location>,<shape> or a number",
                "onoff=+1,+2,repeat,+3 | unexpected \",+3\"",
                "onoff=+1,repeat | a list that repeats needs an even number of on/off events, not 1",
                "onoff=+1,2,repeat | a list with \"repeat\" needs \"+\" before each of its events",
                "onoff=+0,+0,repeat | a list that repeats needs an on/off event that takes time",
                "onoff=5,4 | event 2 is at 4.0 s, before the event at 5.0 s; absolute times must ascend, relative ones"
                        + " take a \"+\"",
                "onoff=2,uniform1,5 | event 2 is at 1.0 s, before the event at 2.0 s; absolute times must ascend, relative"
                        + " ones take a \"+\"",
                "onoff=-5 | event 1 must not be negative",
                "onoff=+1,+-5 | relative event 2 must not be negative",
                "onoff=+exp3,7 | event 2 is an absolute time after a random one; give it relative, with \"+\"",
                "onoff=uniform1,2,7 | event 2 is an absolute time after a random one; give it relative, with \"+\"",
                "onoff=1,exp3 | event 2 is an absolute exponential time after another event; give it relative, with \"+\"",
                "onoff=1,pareto3,1 | event 2 is an absolute pareto time after another event; give it relative, with \"+\"",
                "onoff=1,truncnormal3,1 | event 2 is an absolute truncnormal time after another event; give it relative,"
                        + " with \"+\"",
            })
    void onOffListIsInvalid(String option, String reason) {
        assertEquals(
                "flow specification \"default:" + option + "\": \"" + option + "\": " + reason
                        + " (form: onoff=[+]<s>,...[,repeat])",
                refusal("default:" + option));
    }

    @Test
    void listMustFitIntoAMessage() {
        assertEquals(
                1815,
                options("onoff=" + "+1,".repeat(1814) + "+1")
                        .onOff()
                        .gapSeconds()
                        .size());
        assertTrue(refusal("default:onoff=" + "+1,".repeat(1815) + "+1").contains("at most 1815 on/off events fit"));
    }

    // --- Help --------------------------------------------------------------------------------------------------------

    @Test
    void helpListsAllFormsOfDistributions() {
        assertEquals(
                List.of(
                        "const<value>",
                        "uniform<from>,<to>",
                        "exp<mean>",
                        "normal<mean>,<stddev>",
                        "truncnormal<mean>,<stddev>",
                        "pareto<location>,<shape>",
                        "<number>"),
                FlowSpecParser.distributionForms().stream()
                        .map(SyntaxForm::form)
                        .toList());
    }

    @Test
    void helpListsAllOptions() {
        List<SyntaxForm> forms = FlowSpecParser.optionForms();

        assertEquals(25, forms.size());
        assertTrue(forms.contains(new SyntaxForm("v6only", "use IPv6 only")));
        assertTrue(forms.stream().anyMatch(form -> form.form().equals("nodelay=on|off")));
        assertTrue(forms.stream().noneMatch(form -> form.meaning().isEmpty()));
    }

    // --- Tools -------------------------------------------------------------------------------------------------------

    private static FlowSpec parse(String spec) {
        return FlowSpecParser.parse(TransportProtocol.TCP, spec);
    }

    private static FlowOptions options(String options) {
        return parse("default:" + options).options();
    }

    private static String refusal(String spec) {
        return assertThrows(IllegalArgumentException.class, () -> parse(spec)).getMessage();
    }

    private static List<Distribution> gaps(double... seconds) {
        return Arrays.stream(seconds).<Distribution>mapToObj(Constant::new).toList();
    }
}
