// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.control;

import java.util.List;
import java.util.Optional;
import org.netperfmeter.wire.Challenge;
import org.netperfmeter.wire.CounterProof;
import org.netperfmeter.wire.IdentifyFlow;
import org.netperfmeter.wire.Message;
import org.netperfmeter.wire.Proof;

/** Who is at the other end of an active node's control connection. */
final class ActiveAuthentication {
    private final Optional<Credentials> credentials;
    private final boolean optional;

    /** Of the challenge that has been answered; null before. */
    private Handshake handshake;

    private boolean proven;

    /** @param optional whether a passive node that does not ask for the secret is trusted all the same */
    ActiveAuthentication(Optional<Credentials> credentials, boolean optional) {
        this.credentials = credentials;
        this.optional = optional;
    }

    /** Whether this node can answer a challenge. */
    boolean hasSecret() {
        return credentials.isPresent();
    }

    /** Whether only a passive node with the secret will do. */
    boolean isRequired() {
        return hasSecret() && !optional;
    }

    /** Whether the passive node has proved that it has the secret. */
    boolean isProven() {
        return proven;
    }

    /** The answer to a challenge. */
    Proof answer(Challenge challenge) {
        handshake = new Handshake(
                credentials.orElseThrow().secret(),
                challenge.measurementId(),
                challenge.nonce(),
                credentials.orElseThrow().nonces().get());
        return new Proof(handshake.measurementId(), handshake.activeNonce(), handshake.proof());
    }

    /** Whether this proves that the passive node has the secret. */
    boolean accepts(CounterProof counterProof) {
        proven = counterProof.measurementId() == handshake.measurementId()
                && counterProof.mac().equals(handshake.counterProof());
        return proven;
    }

    /** The Identify as the passive node wants it of the flow that was described so. */
    IdentifyFlow authenticated(IdentifyFlow identify, List<Message> described) {
        return proven ? identify.with(handshake.of(identify, described)) : identify;
    }
}
