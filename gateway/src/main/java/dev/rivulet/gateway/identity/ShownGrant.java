package dev.rivulet.gateway.identity;

import dev.rivulet.schemas.TurnId;
import java.time.Instant;
import java.util.Optional;

/**
 * A grant that a caller has shown.
 *
 * @param secret the one that it was sealed under, without which it is not valid
 */
public record ShownGrant(Grant grant, SigningSecret secret) implements Credential {

    @Override
    public Optional<String> quotaClass() {
        return grant.quotaClass();
    }

    @Override
    public Instant expiresAt() {
        return grant.expiresAt();
    }

    @Override
    public Optional<TurnId> onlyTurn() {
        return grant.turn();
    }
}
