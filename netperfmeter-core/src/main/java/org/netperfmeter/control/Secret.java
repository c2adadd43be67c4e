// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.control;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.spec.SecretKeySpec;
import org.netperfmeter.wire.Mac;

/** What nodes that trust each other know, and nobody else. It is never shown, and never sent. */
public final class Secret {
    /** Whatever is shorter can be guessed. */
    public static final int LEAST_BYTES = 16;

    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    /**
     * A secret.
     *
     * @throws IllegalArgumentException if it has less than 16 bytes
     */
    public Secret(byte[] bytes) {
        if (bytes.length < LEAST_BYTES) {
            throw new IllegalArgumentException("a secret must have at least " + LEAST_BYTES + " bytes");
        }
        key = new SecretKeySpec(bytes, ALGORITHM);
    }

    /** HMAC-SHA-256 of what is between position and limit. */
    Mac mac(ByteBuffer text) {
        try {
            javax.crypto.Mac hmac = javax.crypto.Mac.getInstance(ALGORITHM);
            hmac.init(key);
            hmac.update(text);
            return new Mac(hmac.doFinal());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret that && key.equals(that.key);
    }

    @Override
    public int hashCode() {
        return key.hashCode();
    }

    @Override
    public String toString() {
        return "Secret";
    }
}
