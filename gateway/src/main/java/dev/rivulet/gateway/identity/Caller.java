package dev.rivulet.gateway.identity;

import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.schemas.TurnId;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Who sends a request, and what it may do.
 *
 * @param credential what shows it; empty where callers are not authenticated
 */
public record Caller(Principal principal, Set<Scope> scopes, Optional<Credential> credential) {

    /** Whoever calls where callers are not authenticated: may do everything. */
    public static final Caller ANONYMOUS = new Caller(Principal.ANONYMOUS, EnumSet.allOf(Scope.class),
            Optional.empty());

    /** The principal's records name the class of quotas that its credential puts it in. */
    public Caller {
        principal = credential.flatMap(Credential::quotaClass).map(principal::inClass).orElse(principal);
    }

    /** Returns the caller that a key shows. */
    static Caller of(ApiKey key) {
        return new Caller(key.principal(), key.scopes(), Optional.of(key));
    }

    /** Returns when it must show another credential; {@link Instant#MAX} if that does not depend on the time. */
    public Instant expiresAt() {
        return credential.map(Credential::expiresAt).orElse(Instant.MAX);
    }

    /** Returns the class of quotas that its credential puts it in; empty for the default. */
    public Optional<String> quotaClass() {
        return credential.flatMap(Credential::quotaClass);
    }

    /** Returns whether it may use nothing but one turn. */
    public boolean hasOneTurn() {
        return credential.flatMap(Credential::onlyTurn).isPresent();
    }

    /**
     * Checks that it may use a turn.
     *
     * @param turn null if a request is not about one turn
     * @throws ProblemException {@code outside_grant} if it may only use another one
     */
    public void requireTurn(TurnId turn) {
        if (credential.flatMap(Credential::onlyTurn).filter(only -> !only.equals(turn)).isPresent()) {
            throw ProblemException.outsideGrant();
        }
    }

    /** Returns why it may not read any more what it began to read. */
    public ProblemException revoked() {
        return credential.orElse(null) instanceof ShownGrant shown
                ? Grants.problemOf(shown)
                : ProblemException.revoked();
    }

    /** @throws ProblemException {@code missing_scope} if it may not do this */
    public void require(Scope scope) {
        if (!scopes.contains(scope)) {
            throw new ProblemException(ProblemCode.MISSING_SCOPE,
                    "The key or the token has no scope " + scope.code() + ".");
        }
    }
}
