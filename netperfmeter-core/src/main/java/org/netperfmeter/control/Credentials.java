// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.control;

import java.security.SecureRandom;
import java.util.function.Supplier;
import org.netperfmeter.wire.Nonce;

/**
 * With what a node authenticates itself and its peers.
 *
 * @param nonces gives a new one each time
 */
public record Credentials(Secret secret, Supplier<Nonce> nonces) {
    /** Credentials with random nonces. */
    public static Credentials of(Secret secret, SecureRandom random) {
        return new Credentials(secret, () -> {
            byte[] bytes = new byte[Nonce.BYTES];
            random.nextBytes(bytes);
            return new Nonce(bytes);
        });
    }
}
