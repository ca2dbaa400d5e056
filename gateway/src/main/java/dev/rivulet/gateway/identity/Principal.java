package dev.rivulet.gateway.identity;

import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.schemas.RequestedBy;
import dev.rivulet.schemas.SessionId;
import java.util.Base64;
import java.util.Optional;

/**
 * Who asks, as the owner of sessions. The owner is part of a session's key, so a principal can name no session but its
 * own: neither look-up nor comparison decides, and none can be forgotten (ADR 50).
 */
public final class Principal {

    /** Whoever calls where callers are not authenticated: one owner of all sessions, whose keys are their names. */
    public static final Principal ANONYMOUS = new Principal("", "", null, null);

    private static final String SEPARATOR = "|";
    private static final int HASH_CHARS = 22; // 132 bits
    private static final char END_OF_OWNER = '~';

    private final String name;
    private final String keyPrefix;
    private final RequestedBy inRecords; // null where callers are not authenticated
    private final String only; // the one session that it can name; null if it can name any of its own

    private Principal(String name, String keyPrefix, RequestedBy inRecords, String only) {
        this.name = name;
        this.keyPrefix = keyPrefix;
        this.inRecords = inRecords;
        this.only = only;
    }

    /**
     * Returns a principal.
     *
     * @param issuer who vouches for the subject; must not contain {@code |}, so that no two pairs are the same
     * @param subject the name that the issuer has for it
     * @throws IllegalArgumentException if there is a {@code |}, or both are longer than records take
     */
    public static Principal of(String issuer, String subject) {
        if (issuer.contains(SEPARATOR)) {
            throw new IllegalArgumentException("an issuer has no " + SEPARATOR);
        }
        String name = issuer + SEPARATOR + subject;
        return new Principal(name, hash(name).substring(0, HASH_CHARS) + END_OF_OWNER, new RequestedBy(name, null),
                null);
    }

    /**
     * Returns the principal that {@link #toString} names so.
     *
     * @throws IllegalArgumentException if it names none so
     */
    static Principal named(String name) {
        int separator = name.indexOf(SEPARATOR);
        if (separator < 0) {
            throw new IllegalArgumentException("a principal has an issuer");
        }
        return of(name.substring(0, separator), name.substring(separator + 1));
    }

    /** Returns the same principal, which can name only one of its sessions. */
    Principal only(String session) {
        return new Principal(name, keyPrefix, inRecords, session);
    }

    /** Returns the same principal, whose records name a class of quotas. It owns the same sessions. */
    Principal inClass(String quotaClass) {
        return new Principal(name, keyPrefix, new RequestedBy(name, quotaClass), only);
    }

    /** Returns with what the keys of its sessions begin; empty where callers are not authenticated. */
    public String owner() {
        return keyPrefix.isEmpty() ? "" : keyPrefix.substring(0, HASH_CHARS);
    }

    /** Returns who it is for records in Kafka; empty where callers are not authenticated. */
    public Optional<RequestedBy> inRecords() {
        return Optional.ofNullable(inRecords);
    }

    private static String hash(String name) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Sha256.of(name));
    }

    /**
     * Returns one of the principal's sessions.
     *
     * @param name the id that the client has chosen
     * @throws IllegalArgumentException if it is not a session id, or longer than {@link #maxSessionName}
     * @throws ProblemException {@code outside_grant} if it was given another one
     */
    public OwnedSession session(String name) {
        if (only != null && !only.equals(name)) {
            throw ProblemException.outsideGrant();
        }
        SessionId plain = new SessionId(name);
        return new OwnedSession(keyPrefix.isEmpty() ? plain : new SessionId(keyPrefix + name), name, inRecords);
    }

    /**
     * Returns how many characters the id of a session has at most that a client chooses. Keys are as long as before
     * sessions had owners, since workers of that time refuse longer ones.
     */
    public int maxSessionName() {
        return SessionId.LONGEST - keyPrefix.length();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Principal principal && name.equals(principal.name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    /** Returns issuer and subject, which may name a person: not for logs. */
    @Override
    public String toString() {
        return name;
    }
}
