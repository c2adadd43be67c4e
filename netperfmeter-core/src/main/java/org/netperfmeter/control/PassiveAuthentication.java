// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.control;

import java.util.List;
import java.util.Optional;
import org.netperfmeter.wire.Challenge;
import org.netperfmeter.wire.CounterProof;
import org.netperfmeter.wire.IdentifyFlow;
import org.netperfmeter.wire.Message;
import org.netperfmeter.wire.Proof;

/** Who is at the other end of a passive node's control connection. Without credentials everybody is welcome. */
final class PassiveAuthentication {
    private final Optional<Credentials> credentials;
    /** What the peer has not answered yet. */
    private Challenge challenge;
    /** What the peer has proved; null before. */
    private Handshake handshake;

    PassiveAuthentication(Optional<Credentials> credentials) {
        this.credentials = credentials;
    }

    /** Whether peers have to authenticate themselves. */
    boolean isRequired() {
        return credentials.isPresent();
    }

    /** Whether the peer may have flows and run this measurement. */
    boolean admits(long measurementId) {
        return credentials.isEmpty() || (handshake != null && handshake.measurementId() == measurementId);
    }

    /** Whether a channel with this Identify may be bound to the flow that was described so. */
    boolean admits(IdentifyFlow identify, List<Message> described) {
        return credentials.isEmpty()
                || (handshake != null && identify.mac().equals(Optional.of(handshake.of(identify, described))));
    }

    /** Whether the peer owes an answer to a {@link #challenge}. */
    boolean isWaiting() {
        return challenge != null;
    }

    /** Asks the peer to prove that it has the secret. Challenges before this one count no longer. */
    Challenge challenge(long measurementId) {
        challenge =
                new Challenge(measurementId, credentials.orElseThrow().nonces().get());
        return challenge;
    }

    /** Checks the answer to the last challenge, which counts no longer then. Empty if it does not prove anything. */
    Optional<CounterProof> answer(Proof proof) {
        Challenge answered = challenge;
        challenge = null;
        if (answered == null || answered.measurementId() != proof.measurementId()) {
            return Optional.empty();
        }
        Handshake claimed = new Handshake(
                credentials.orElseThrow().secret(), answered.measurementId(), answered.nonce(), proof.nonce());
        if (!claimed.proof().equals(proof.mac())) {
            return Optional.empty();
        }
        handshake = claimed;
        return Optional.of(new CounterProof(claimed.measurementId(), claimed.counterProof()));
    }
}
