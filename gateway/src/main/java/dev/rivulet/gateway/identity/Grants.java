package dev.rivulet.gateway.identity;

import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.schemas.TurnId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Gives sessions away and lets in whom they were given to. Keeps nothing: a grant is valid under the secret that sealed
 * it, until its time is over. Thread-safe; does not block.
 *
 * @param maxLifetime how long a grant may be valid
 */
public record Grants(SigningSecrets secrets, Duration maxLifetime, InstantSource clock) {

    /** What each grant begins with, and no key. */
    public static final String START = GrantSeal.START;

    /** A grant that was just made: a text that must not get into logs. */
    public record Issued(String text, Instant expiresAt) {

        /** Leaves out the text. */
        @Override
        public String toString() {
            return "Issued[expiresAt=" + expiresAt + "]";
        }
    }

    /**
     * Makes a grant.
     *
     * @param by who gives it
     * @param session its own
     * @param turn the only turn that can be used; empty for the whole session
     * @param lifetime at most {@link #maxLifetime}
     * @throws ProblemException {@code grants_off}, or {@code missing_scope} if the caller may not do itself what it
     *     gives, or was given the session
     */
    public Issued issue(Caller by, OwnedSession session, Optional<TurnId> turn, Grant.Access access,
            Duration lifetime) {
        SigningSecret secret = secrets.sealing();
        if (secret == null) {
            throw new ProblemException(ProblemCode.GRANTS_OFF, "The gateways have no rivulet.auth.secrets.");
        }
        if (by.credential().filter(ShownGrant.class::isInstance).isPresent()) {
            throw new ProblemException(ProblemCode.MISSING_SCOPE, "Who was given a session cannot give it to others.");
        }
        access.scopes().forEach(by::require);
        Instant expiresAt = clock.instant().plus(lifetime).truncatedTo(ChronoUnit.SECONDS);
        Grant grant = new Grant(by.principal(), session.name(), turn, access, expiresAt, by.quotaClass());
        return new Issued(GrantSeal.seal(grant, secret), expiresAt);
    }

    /**
     * Returns who shows a grant: the owner, restricted to what it gave.
     *
     * @throws ProblemException {@code invalid_grant} or {@code expired_grant}
     */
    Caller caller(String text) {
        for (SigningSecret secret : secrets.valid()) {
            Optional<Grant> grant = GrantSeal.open(text, secret);
            if (grant.isPresent()) {
                return caller(new ShownGrant(grant.get(), secret));
            }
        }
        throw RefusedCredentialException.invalidGrant();
    }

    private Caller caller(ShownGrant shown) {
        if (isOver(shown)) {
            throw RefusedCredentialException.expiredGrant();
        }
        Grant grant = shown.grant();
        return new Caller(grant.owner().only(grant.session()), grant.access().scopes(), Optional.of(shown));
    }

    /** Returns whether a grant that was shown is still valid. */
    boolean holds(ShownGrant shown) {
        return !isOver(shown) && secrets.valid().contains(shown.secret());
    }

    /** Returns why a grant that was valid is not any more. */
    static ProblemException problemOf(ShownGrant shown) {
        return Instant.now().isBefore(shown.expiresAt())
                ? RefusedCredentialException.invalidGrant()
                : RefusedCredentialException.expiredGrant();
    }

    private boolean isOver(ShownGrant shown) {
        return !clock.instant().isBefore(shown.expiresAt());
    }
}
