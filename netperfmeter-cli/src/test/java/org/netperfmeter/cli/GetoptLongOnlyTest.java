// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The rules and verified rows of cli.md 3, with the real options. */
class GetoptLongOnlyTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # four spellings of a long option with a value
            -runtime=60                  | --runtime=60
            -runtime 60                  | --runtime=60
            --runtime=60                 | --runtime=60
            --runtime 60                 | --runtime=60
            --scalar=                    | --scalar=
            # flags
            -control-over-tcp            | --control-over-tcp
            --control-over-tcp           | --control-over-tcp
            -y                           | --control-over-tcp
            -!                           | --verbose
            -6                           | --v6only
            -v6only                      | --v6only
            # an attached value, an equals sign, the next word
            -T60                         | --runtime=60
            -T=60                        | --runtime=60
            -T 60                        | --runtime=60
            -o100000                     | --sndbuf=100000
            -C=run.config                | --config=run.config
            -S=x.sca                     | --scalar=x.sca
            -N=2                         | --count=2
            -A=x                         | --activenodename=x
            -Tuntime=5                   | --runtime=untime=5
            # clusters
            -yq                          | --control-over-tcp --quiet
            -yT60                        | --control-over-tcp --runtime=60
            -yT 60                       | --control-over-tcp --runtime=60
            -yT=60                       | --control-over-tcp --runtime=60
            # one letter with an equals sign: the long option where the letter is none, the short one elsewhere
            -a=name                      | --activenodename=name
            -p=name                      | --passivenodename=name
            -m=spec                      | --mptcp=spec
            -u=spec                      | --udp=spec
            -t=spec                      | --tcp=spec
            -l=::1                       | --controllocal=::1
            # abbreviations: an exact match wins, later options do not count
            -p X                         | --passivenodename=X
            -run 5                       | --runtime=5
            -vec x                       | --vector=x
            -vector x                    | --vector=x
            --vector-overflow=drop       | --vector-overflow=drop
            -tcp a                       | --tcp=a
            -t a                         | --tcp=a
            --u=a                        | --udp=a
            -log 1                       | ?
            -local x                     | --local=x
            -quic a                      | --quic=a
            -quiet                       | --quiet
            # the next word is the value even if it looks like an option
            -tcp -5                      | --tcp=-5
            -scalar --                   | --scalar=--
            # order does not matter, and a double dash ends the options
            host:9000 -T 5               | --runtime=5 -- host:9000
            -y host -T 5 b               | --control-over-tcp --runtime=5 -- host b
            -y -- -9000 -T               | --control-over-tcp -- -9000 -T
            - -y                         | --control-over-tcp -- -
            # lists of streams take all words up to the next option
            -sctp a b -T5 host           | --sctp=a b --runtime=5 -- host
            -sctp a b host               | --sctp=a b host
            -k a b -- host               | --quic=a b -- host
            # 1.9.4
            -verbosity=3                 | --verbosity=3
            -pathmgr=fullmesh            | --pathmgr=fullmesh
            -scheduler=default           | --scheduler=default
            # help and version are answered at once
            -y -v -nonsense              | --control-over-tcp --version
            -yh -nonsense                | --control-over-tcp --help
            """)
    void wordsHaveOneMeaning(String words, String canonical) {
        if (canonical.equals("?")) {
            assertThrows(UsageException.class, () -> canonical(words));
        } else {
            assertEquals(canonical, String.join(" ", canonical(words)));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            -foo                | unknown option '-foo'
            --foo=1             | unknown option '--foo=1'
            --y                 | unknown option '--y'
            --T 5               | unknown option '--T'
            -RUNTIME=5          | unknown option '-RUNTIME=5'
            -verison            | unknown option '-verison'
            -tpc 1:100          | unknown option '-tpc'
            -pathm=x            | unknown option '-pathm=x'
            -js=x               | unknown option '-js=x'
            --=x                | unknown option '--=x'
            -=x                 | unknown option '-=x'
            -sc                 | option '-sc' is ambiguous; it may be --scalar, --sctp
            -c                  | option '-c' is ambiguous; it may be --config, --control-over-mptcp, --control-over-sctp, --control-over-tcp, --controllocal, --count
            -r=1                | option '-r=1' is ambiguous; it may be --rcvbuf, --runtime
            -c=1                | option '-c=1' is ambiguous; it may be --config, --control-over-mptcp, --control-over-sctp, --control-over-tcp, --controllocal, --count
            -y=1                | option '--control-over-tcp' takes no value, but has '1'
            -yq=1               | option '--quiet' takes no value, but has '1'
            -h=1                | option '--help' takes no value, but has '1'
            -nodisplay=1        | option '--nodisplay' takes no value, but has '1'
            -runtime            | option '--runtime' needs a value: --runtime=SECONDS
            -T                  | option '--runtime' needs a value: --runtime=SECONDS
            -yT                 | option '--runtime' needs a value: --runtime=SECONDS
            """)
    void errorsNameTheWordAndTheReason(String words, String message) {
        assertEquals(
                message,
                assertThrows(UsageException.class, () -> canonical(words)).getMessage());
    }

    @Test
    void firstOperandEndsTheOptionsWherePosixSaysSo() {
        List<String> words = List.of("-y", "host", "-T", "5");
        assertEquals(
                List.of("--control-over-tcp", "--", "host", "-T", "5"),
                parser(true).canonical(words));
    }

    @Test
    void wordsMayBeEmpty() {
        assertEquals(List.of("--scalar=", "--", ""), parser(false).canonical(List.of("-S", "", "")));
    }

    private static List<String> canonical(String words) {
        return parser(false).canonical(List.of(words.split(" +")));
    }

    private static GetoptLongOnly parser(boolean posixlyCorrect) {
        CommandSpec model = Options.model();
        Set<OptionSpec> later = new HashSet<>(model.mixins().get("extensions").options());
        later.addAll(model.mixins().get("limits").options());
        later.addAll(model.mixins().get("historic").options());
        return new GetoptLongOnly(model, later, posixlyCorrect);
    }
}
