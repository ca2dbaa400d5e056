package dev.rivulet.worker.coordinator.session;

import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.OnInterruption;
import dev.rivulet.schemas.command.PromptRequested;
import dev.rivulet.schemas.command.TurnOptions;
import java.time.Duration;
import java.util.Map;

/**
 * The bounds of a session's state.
 *
 * @param queuedTurns the most turns that may wait in a session
 * @param queuedChars the most text that the waiting turns may have together, in UTF-16 code units
 * @param conversationChars how much of a conversation is remembered, in UTF-16 code units
 * @param conversationCharsOf the same for single models, by name
 * @param endedTurns how many ended turns are remembered
 * @param keys how many idempotency keys a session remembers
 * @param keyWindow how long a key is remembered
 * @param attempts how often a turn may be started
 * @param queueTimeout how long a turn may wait behind others
 * @param overdue how long after its claim an attempt is given up, even if its worker counts as alive
 * @param clockTolerance how far the clocks of machines may differ
 * @param inputChars how much text of what a turn was asked is shown, in UTF-16 code units
 * @param continuation whether a provider can continue an answer
 */
public record SessionLimits(int queuedTurns, int queuedChars, int conversationChars,
        Map<String, Integer> conversationCharsOf, int endedTurns, int keys, Duration keyWindow, int attempts,
        Duration queueTimeout, Duration overdue, Duration clockTolerance,
        int inputChars, boolean continuation) {

    /** The most turns that are remembered beyond {@code endedTurns} because they ended within the last seconds. */
    public static final int RECENT_TURNS = 512;

    /** @param model that of the newest turn; null for one that never started */
    int conversationChars(String model) {
        return model == null ? conversationChars : conversationCharsOf.getOrDefault(model, conversationChars);
    }

    /**
     * Whether a turn has waited longer than it may. It may ask for a shorter time than the worker's, never for a
     * longer.
     *
     * @param now on the clock of the coordinator, as that of when it read the turn
     */
    boolean hasWaitedTooLong(WaitingTurn waiting, long now) {
        PromptRequested turn = waiting.request();
        return now - waitingSince(turn.turnId(), waiting.readAt()) > queueMillis(turn);
    }

    /** The same for a turn that was open when the last worker was lost that could execute it. */
    boolean hasWaitedTooLong(OpenTurn unplaced, long now) {
        return unplaced.readAt() != null && now - unplaced.readAt() > queueMillis(unplaced.request());
    }

    private long queueMillis(PromptRequested turn) {
        Integer asked = turn.options().timeouts() == null ? null : turn.options().timeouts().queueMs();
        return asked == null ? queueTimeout.toMillis() : Math.min(asked, queueTimeout.toMillis());
    }

    /**
     * Returns since when a turn waits: since its coordinator read it. The time before that is told only by the id,
     * which is of another machine's clock, so it counts as far as it is longer than clocks may differ.
     *
     * @param readAt null in state of which that is not known
     */
    long waitingSince(TurnId turn, Long readAt) {
        long accepted = turn.timestamp() + clockTolerance.toMillis();
        return readAt == null ? accepted : Math.min(readAt, accepted);
    }

    /** Whether the session's queue takes one more turn. */
    boolean hasRoomFor(PromptRequested prompt, ActiveTurns active) {
        long chars = active.waiting().mapToLong(waiting -> TextSize.of(waiting.request())).sum();
        return active.waiting().count() < queuedTurns && chars + TextSize.of(prompt) <= queuedChars;
    }

    /** Whether a claimed attempt has been open for so long that it is given up, whatever its worker does. */
    boolean isOverdue(OpenTurn open, long now) {
        return now - open.claimedAt() > overdue.toMillis();
    }

    /**
     * Whether so many attempts were started or claimed by others that the turn is not claimed again. Another worker may
     * have started what it claimed, without a trace in this state. One such claim is always allowed: a crash leaves it.
     */
    boolean isContested(OpenTurn open) {
        return open.startedByOthers() > 0
                && open.starts() + open.startedByOthers() >= Math.max(2, attempts(open.request().options()));
    }

    /**
     * Whether a turn whose attempt was lost has another one. That one finds in the log whether it continues the text of
     * those before: the session's state need not say so.
     */
    boolean startsAgain(TurnOptions options) {
        return options.onInterruption() != OnInterruption.FAIL || options.wantsContinuation() && continuation;
    }

    /** Returns how often a turn may be started. It may ask for less than the worker's limit, never for more. */
    int attempts(TurnOptions options) {
        return options.maxAttempts() == null ? attempts : Math.min(options.maxAttempts(), attempts);
    }
}
