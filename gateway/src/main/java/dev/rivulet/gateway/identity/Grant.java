package dev.rivulet.gateway.identity;

import dev.rivulet.schemas.TurnId;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What the owner of a session lets others do with it, until a time.
 *
 * @param owner whose session it is
 * @param session what the owner calls it
 * @param turn the only turn of it that can be used; empty for the session as a whole
 * @param expiresAt in whole seconds
 * @param quotaClass the class of quotas in which the owner's credential puts it; empty for the default
 */
public record Grant(Principal owner, String session, Optional<TurnId> turn, Access access, Instant expiresAt,
        Optional<String> quotaClass) {

    /** What it allows. The name in lower case is how clients write it. */
    public enum Access {
        /** To read and follow. */
        READ(EnumSet.of(Scope.READ)),
        /** Also to submit prompts and to stop turns. */
        WRITE(EnumSet.of(Scope.READ, Scope.ASK, Scope.CANCEL));

        private final Set<Scope> scopes;

        Access(Set<Scope> scopes) {
            this.scopes = Collections.unmodifiableSet(scopes);
        }

        /** Returns what whoever has it may do, and whoever gives it must be allowed. */
        public Set<Scope> scopes() {
            return scopes;
        }

        /** Returns how clients write it. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Leaves out whose it is and what for. */
    @Override
    public String toString() {
        return "Grant[access=" + access + ", expiresAt=" + expiresAt + "]";
    }
}
