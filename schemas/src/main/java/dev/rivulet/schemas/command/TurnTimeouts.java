package dev.rivulet.schemas.command;

import java.util.stream.Stream;

/**
 * The time-outs of a turn, in milliseconds; null means the installation's default. The worker's own limits apply where
 * they are shorter.
 *
 * @param queueMs from when a worker read the prompt to the start of an attempt
 * @param firstTokenMs from the call to the provider to the first token
 * @param idleMs between two tokens
 * @param totalMs from the call to the provider to its end
 */
public record TurnTimeouts(Integer queueMs, Integer firstTokenMs, Integer idleMs, Integer totalMs) {

    public static final TurnTimeouts NONE = new TurnTimeouts(null, null, null, null);

    /** @throws IllegalArgumentException when one is less than 1 */
    public TurnTimeouts {
        if (Stream.of(queueMs, firstTokenMs, idleMs, totalMs).anyMatch(millis -> millis != null && millis < 1)) {
            throw new IllegalArgumentException("a time-out must be a millisecond or more");
        }
    }
}
