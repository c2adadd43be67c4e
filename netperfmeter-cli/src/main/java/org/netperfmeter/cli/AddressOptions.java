// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.cli;

import java.net.InetAddress;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Where the sockets are bound (cli.md 5.2). */
@Command(optionListHeading = "Local addresses:%n")
final class AddressOptions {
    @Option(
            names = {"-L", "--local"},
            paramLabel = "ADDRESS[,ADDRESS...]",
            converter = AddressList.class,
            description = "Local addresses of data sockets, at most 16 (default: any). SCTP uses all of them, "
                    + "others the first.")
    private Addresses data = new Addresses(List.of());

    @Option(
            names = {"-l", "--controllocal"},
            paramLabel = "ADDRESS[,ADDRESS...]",
            converter = AddressList.class,
            description = "Local addresses of the control socket, at most 16 (default: any). SCTP uses all of "
                    + "them, others the first.")
    private Addresses control = new Addresses(List.of());

    @Option(
            names = {"-6", "--v6only"},
            description = "IPv6 only; active: the control connection, passive: all sockets.")
    private boolean v6Only;

    List<InetAddress> data() {
        return data.list();
    }

    List<InetAddress> control() {
        return control.list();
    }

    boolean v6Only() {
        return v6Only;
    }

    /** One value, although it holds several: a repeated option replaces the list. */
    private record Addresses(List<InetAddress> list) {}

    private static final class AddressList implements ITypeConverter<Addresses> {
        @Override
        public Addresses convert(String value) {
            try {
                return new Addresses(LocalAddresses.parse(value));
            } catch (UsageException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
