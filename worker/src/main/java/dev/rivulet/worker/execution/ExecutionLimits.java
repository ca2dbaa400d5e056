package dev.rivulet.worker.execution;

import dev.rivulet.schemas.command.TurnOptions;
import dev.rivulet.schemas.command.TurnTimeouts;
import java.time.Duration;
import java.util.Optional;

/**
 * The bounds of an execution.
 *
 * @param concurrent how many executions run at once in this process; the rest wait
 * @param memoryBytes how much all executions of this process may hold together
 * @param waitingBytes how much those may hold together that wait
 * @param queue how long an execution may wait for its slot, counted from the acceptance of its turn
 * @param firstToken from the call to the provider to the first token, or the first of the model's reasoning
 * @param maxFirstToken the most that a turn may ask for instead
 * @param idle between two tokens
 * @param total from the call to the provider to its end
 * @param deltaWindow the first token goes out at once, later ones at most this often; zero: every token by itself
 * @param answerChars the longest answer, with its reasoning and tool calls, in UTF-16 code units
 * @param inputChars how much text of what was asked a result has, in UTF-16 code units
 * @param maxTokens the most tokens of a completion, as the provider counts them; empty: no limit
 * @param drain how long executions may go on when the process is to stop; zero: not at all
 * @param continuations how often an answer may go on with another call when a provider breaks it off
 * @param reasoning whether the model's reasoning is written, so that readers are shown it
 */
public record ExecutionLimits(int concurrent, long memoryBytes, long waitingBytes, Duration queue, Duration firstToken,
        Duration maxFirstToken, Duration idle, Duration total, Duration deltaWindow, int answerChars,
        int inputChars, Optional<Integer> maxTokens, Duration drain, int continuations,
        boolean reasoning) {

    /** Continues no answer that a provider breaks off, and writes no reasoning. */
    public ExecutionLimits(int concurrent, long memoryBytes, long waitingBytes, Duration queue, Duration firstToken,
            Duration maxFirstToken, Duration idle, Duration total, Duration deltaWindow, int answerChars,
            int inputChars, Optional<Integer> maxTokens, Duration drain) {
        this(concurrent, memoryBytes, waitingBytes, queue, firstToken, maxFirstToken, idle, total, deltaWindow,
                answerChars, inputChars, maxTokens, drain, 0, false);
    }

    /** Returns the limits of one turn: it may ask for less, and for more only where there is a maximum. */
    ExecutionLimits of(TurnOptions options) {
        TurnTimeouts asked = options.timeouts();
        return asked == null
                ? this
                : new ExecutionLimits(concurrent, memoryBytes, waitingBytes, least(queue, asked.queueMs()),
                        asked.firstTokenMs() == null ? firstToken : least(maxFirstToken, asked.firstTokenMs()),
                        maxFirstToken, least(idle, asked.idleMs()),
                        least(total, asked.totalMs()), deltaWindow, answerChars, inputChars, maxTokens,
                        drain, continuations, reasoning);
    }

    private static Duration least(Duration limit, Integer askedMs) {
        return askedMs == null || askedMs >= limit.toMillis() ? limit : Duration.ofMillis(askedMs);
    }
}
