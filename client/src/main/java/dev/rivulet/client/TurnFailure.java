package dev.rivulet.client;

/**
 * Why a turn failed.
 *
 * @param code stable, for programs: one of the protocol's table, or of a later version
 * @param message a sentence for people
 * @param retryable whether the same prompt may succeed as a new turn
 * @param retryAfterMs how long the provider asks to wait before that, in milliseconds; null if it did not say
 * @param usage the tokens that were used all the same; null if no provider was asked. In a {@link Turn} and a {@link
 *     PastTurn} it is theirs, and null here
 */
public record TurnFailure(String code, String message, boolean retryable, Long retryAfterMs, Usage usage) {

    /** A failure that has used nothing. */
    public TurnFailure(String code, String message, boolean retryable, Long retryAfterMs) {
        this(code, message, retryable, retryAfterMs, null);
    }

    /** Returns the same failure with what was used. */
    TurnFailure using(Usage tokens) {
        return new TurnFailure(code, message, retryable, retryAfterMs, tokens);
    }
}
