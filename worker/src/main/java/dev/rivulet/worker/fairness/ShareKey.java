package dev.rivulet.worker.fairness;

import dev.rivulet.schemas.SessionId;

/**
 * Who has one share of what turns wait for: the owner that a session's id begins with, or else the session. Opaque; the
 * one place where it is decided.
 */
public record ShareKey(String value) {

    /** 132 bits of a digest in base64url: {@code <owner>~<the client's id>}. */
    private static final int OWNER_LENGTH = 22;

    /** Returns whose share the turns of a session take. */
    public static ShareKey of(SessionId session) {
        return ofKey(session.value());
    }

    /** @param key as in Kafka, where it can be any text */
    public static ShareKey ofKey(String key) {
        return new ShareKey(hasOwner(key) ? key.substring(0, OWNER_LENGTH + 1) : key);
    }

    private static boolean hasOwner(String key) {
        return key.indexOf('~') == OWNER_LENGTH && key.lastIndexOf('.', OWNER_LENGTH) < 0;
    }
}
