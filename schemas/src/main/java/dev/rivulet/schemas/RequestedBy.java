package dev.rivulet.schemas;

import java.util.Objects;

/**
 * Who asked for something, as the gateway that let the caller in knows it: for audit and metering. It decides nothing,
 * since whoever may write to Kafka may write what it likes; what a caller may name is in the session's key.
 *
 * @param principal issuer and subject with a {@code |} between them, 1 to {@link #LONGEST} characters. It may name a
 *            person
 * @param quotaClass the class of its quotas; null if it has none
 */
public record RequestedBy(String principal, String quotaClass) {

    /** The most characters of a principal and of a class, in UTF-16 code units. */
    public static final int LONGEST = 1_024;

    /** @throws IllegalArgumentException if one is empty or too long; the message does not contain it */
    public RequestedBy {
        Objects.requireNonNull(principal, "principal");
        require(principal);
        if (quotaClass != null) {
            require(quotaClass);
        }
    }

    private static void require(String name) {
        if (name.isEmpty() || name.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "a principal and a quota class have 1 to " + LONGEST + " characters");
        }
    }

    /** Leaves out who it is: safe for logs. */
    @Override
    public String toString() {
        return "RequestedBy[]";
    }
}
