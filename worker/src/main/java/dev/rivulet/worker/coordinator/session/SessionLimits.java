package dev.rivulet.worker.coordinator.session;

import dev.rivulet.schemas.command.PromptRequested;
import dev.rivulet.schemas.command.TurnOptions;
import java.time.Duration;

/**
 * The bounds of a session's state.
 *
 * @param queuedTurns how many turns may wait in a session
 * @param queuedChars how much text they may have together, UTF-16 code units
 * @param conversationChars how much of the conversation is remembered, UTF-16 code units
 * @param endedTurns how many ended turns are remembered
 * @param keys how many idempotency keys a session remembers
 * @param keyWindow for how long
 * @param attempts how often a turn may be started
 * @param queueTimeout how long a turn may wait behind others
 * @param overdue how long an attempt may be open before it is given up without having heard of its worker
 */
public record SessionLimits(int queuedTurns, int queuedChars, int conversationChars, int endedTurns, int keys,
        Duration keyWindow, int attempts, Duration queueTimeout, Duration overdue) {

    /** How many turns are remembered beyond {@code endedTurns} because they ended just now. */
    public static final int RECENT_TURNS = 512;

    /** Whether a turn has waited longer than it may. It may ask for a shorter time than the worker's, never for a longer. */
    boolean hasWaitedTooLong(PromptRequested turn, long now) {
        Integer asked = turn.options().timeouts() == null ? null : turn.options().timeouts().queueMs();
        long limit = asked == null ? queueTimeout.toMillis() : Math.min(asked, queueTimeout.toMillis());
        return now - turn.turnId().timestamp() > limit;
    }

    /** Whether a claimed attempt has been open for so long that it is given up, whatever its worker does. */
    boolean isOverdue(OpenTurn open, long now) {
        return now - open.claimedAt() > overdue.toMillis();
    }

    /** Returns how often a turn may be started. It may ask for less than the worker's limit, never for more. */
    int attempts(TurnOptions options) {
        return options.maxAttempts() == null ? attempts : Math.min(options.maxAttempts(), attempts);
    }
}
