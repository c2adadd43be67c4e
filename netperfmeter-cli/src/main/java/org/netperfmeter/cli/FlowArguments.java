// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Stack;
import org.netperfmeter.traffic.TransportProtocol;
import picocli.CommandLine.Command;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The flows, in the order of the command line, which decides their IDs (cli.md 11). */
@Command(optionListHeading = "Flows (active node; may be repeated, their order gives the flow IDs):%n")
final class FlowArguments {
    private final List<Connection> connections = new ArrayList<>();

    @Option(
            names = {"-N", "--count"},
            paramLabel = "N",
            converter = Count.class,
            description = "Create the whole list of flows this many times, 1..256 (default: 1).")
    private int count = 1;

    @Option(
            names = {"-t", "--tcp"},
            paramLabel = "FLOWSPEC",
            description = "A TCP flow.")
    void tcp(String spec) {
        connections.add(new Connection(TransportProtocol.TCP, List.of(spec)));
    }

    @Option(
            names = {"-m", "--mptcp"},
            paramLabel = "FLOWSPEC",
            description = "An MPTCP flow.")
    void mptcp(String spec) {
        connections.add(new Connection(TransportProtocol.MPTCP, List.of(spec)));
    }

    @Option(
            names = {"-u", "--udp"},
            paramLabel = "FLOWSPEC",
            description = "A UDP flow.")
    void udp(String spec) {
        connections.add(new Connection(TransportProtocol.UDP, List.of(spec)));
    }

    @Option(
            names = {"-d", "--dccp"},
            paramLabel = "FLOWSPEC",
            description = "A DCCP flow.")
    void dccp(String spec) {
        connections.add(new Connection(TransportProtocol.DCCP, List.of(spec)));
    }

    @Option(
            names = {"-s", "--sctp"},
            paramLabel = "FLOWSPEC",
            arity = "1..*",
            parameterConsumer = Streams.class,
            description = "An SCTP association, a stream for each FLOWSPEC.")
    void sctp(List<String> specs) {
        connections.add(new Connection(TransportProtocol.SCTP, specs));
    }

    @Option(
            names = {"-k", "--quic"},
            paramLabel = "FLOWSPEC",
            arity = "1..*",
            parameterConsumer = Streams.class,
            description = "A QUIC connection, a stream for each FLOWSPEC. Not supported in this version.")
    void quic(List<String> specs) {
        connections.add(new Connection(TransportProtocol.QUIC, specs));
    }

    List<Connection> connections() {
        return List.copyOf(connections);
    }

    int count() {
        return count;
    }

    /** One connection and the FLOWSPECs of its streams. */
    record Connection(TransportProtocol protocol, List<String> specs) {
        Connection {
            specs = List.copyOf(specs);
        }
    }

    /** Takes all words up to the next option, and keeps the connections of a repeated option apart. */
    private static final class Streams implements IParameterConsumer {
        @Override
        @SuppressWarnings("JdkObsolete") // picocli's signature
        public void consumeParameters(Stack<String> words, ArgSpec option, CommandSpec command) {
            List<String> specs = new ArrayList<>();
            do {
                specs.add(words.pop());
            } while (!words.isEmpty() && !words.peek().startsWith("-"));
            option.setValue(specs);
        }
    }

    private static final class Count implements ITypeConverter<Integer> {
        private static final int MAXIMUM = 256;

        @Override
        public Integer convert(String value) {
            String expected = "a whole number 1.." + MAXIMUM;
            int count = Numbers.integer(value, expected);
            if (count < 1 || count > MAXIMUM) {
                throw new TypeConversionException("'%s' is not %s".formatted(value, expected));
            }
            return count;
        }
    }
}
