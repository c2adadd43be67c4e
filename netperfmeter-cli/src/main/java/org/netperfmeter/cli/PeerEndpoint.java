// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.cli;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * A host and a base port as a user writes them (cli.md 6.1).
 *
 * @param host a name or literal, not yet resolved
 * @param port 2..65534
 */
record PeerEndpoint(String host, int port) {
    static final int DEFAULT_PORT = 9000;
    private static final String FORMS = "HOST, HOST:PORT, IPV6, [ADDRESS] or [ADDRESS]:PORT";

    /**
     * Takes an endpoint apart. Ports that leave no room for their neighbours are replaced as in the original: 0 and 1 by
     * 9000, 65535 by 65534.
     *
     * @throws UsageException naming the text and the accepted forms
     */
    static PeerEndpoint parse(String text) {
        String host = text;
        String port = "";
        int colon = text.indexOf(':');
        if (text.startsWith("[")) {
            int end = text.indexOf(']');
            String rest = end < 0 ? "?" : text.substring(end + 1);
            if (!rest.isEmpty() && rest.charAt(0) != ':' && rest.charAt(0) != '!') {
                throw invalid(text, "its brackets are wrong");
            }
            host = text.substring(1, end);
            port = rest.isEmpty() ? "" : orInvalid(rest.substring(1), text);
        } else if (colon >= 0 && colon == text.lastIndexOf(':')) {
            host = text.substring(0, colon);
            port = orInvalid(text.substring(colon + 1), text);
        }
        if (host.isBlank()) {
            throw invalid(text, "there is no host");
        }
        if (host.indexOf(':') >= 0) {
            requireIpv6(host, text);
        }
        return new PeerEndpoint(host, port.isEmpty() ? DEFAULT_PORT : usable(port, text));
    }

    /** A separator promises a port. */
    private static String orInvalid(String port, String text) {
        if (port.isEmpty()) {
            throw invalid(text, "there is no port behind the separator");
        }
        return port;
    }

    private static int usable(String text, String endpoint) {
        int port = text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : Integer.MAX_VALUE;
        if (port > 65535) {
            throw invalid(endpoint, "its port '" + text + "' is not a number 0..65535");
        }
        return port < 2 ? DEFAULT_PORT : Math.min(port, 65534);
    }

    private static void requireIpv6(String host, String text) {
        try {
            // A literal is not looked up, only understood; the scope must be an interface of this host.
            InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw invalid(text, "'" + host + "' is no IPv6 address, or its interface does not exist");
        }
    }

    private static UsageException invalid(String text, String reason) {
        return new UsageException("'%s' is no endpoint: %s; write %s".formatted(text, reason, FORMS));
    }
}
