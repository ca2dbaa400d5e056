package dev.rivulet.gateway.identity;

import dev.rivulet.schemas.TurnId;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a caller has shown to be let in. Has nothing of its secret. */
public sealed interface Credential permits ApiKey, VerifiedToken, ShownGrant {

    Pattern QUOTA_CLASS = Pattern.compile("[A-Za-z0-9_-]{1,32}");

    /** Returns whether a class of quotas can have this name: 1 to 32 of {@code A-Z a-z 0-9 _ -}. */
    static boolean isQuotaClass(String name) {
        return QUOTA_CLASS.matcher(name).matches();
    }

    /** Returns the class of quotas that it puts its caller in; empty for the default. */
    Optional<String> quotaClass();

    /** Returns the only turn that it lets a caller use; empty if there is no such restriction. */
    default Optional<TurnId> onlyTurn() {
        return Optional.empty();
    }

    /** Returns when it is not valid any more; {@link Instant#MAX} if that does not depend on the time. */
    default Instant expiresAt() {
        return Instant.MAX;
    }
}
