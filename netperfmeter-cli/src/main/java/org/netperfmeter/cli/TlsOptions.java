// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.cli;

import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** TLS for QUIC (cli.md 5.6): recognised, so that they fail by name. */
@Command(optionListHeading = "QUIC (not supported in this version):%n")
final class TlsOptions {
    private Optional<String> first = Optional.empty();

    @Option(
            names = {"-K", "--tls-key"},
            paramLabel = "FILE",
            description = "Passive: private key, PEM.")
    void key(String ignored) {
        used("--tls-key");
    }

    @Option(
            names = {"-J", "--tls-cert"},
            paramLabel = "FILE",
            description = "Passive: certificate, PEM.")
    void certificate(String ignored) {
        used("--tls-cert");
    }

    @Option(
            names = {"-I", "--tls-ca"},
            paramLabel = "FILE",
            description = "Trusted CA certificates, PEM.")
    void authority(String ignored) {
        used("--tls-ca");
    }

    @Option(
            names = {"-H", "--tls-hostname"},
            paramLabel = "NAME",
            description = "Active: the host name that the certificate must have.")
    void hostName(String ignored) {
        used("--tls-hostname");
    }

    /** The first of these options that was given, if any. */
    Optional<String> first() {
        return first;
    }

    private void used(String option) {
        first = first.or(() -> Optional.of(option));
    }
}
