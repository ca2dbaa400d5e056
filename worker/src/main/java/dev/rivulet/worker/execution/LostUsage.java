package dev.rivulet.worker.execution;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Finds out what the lost attempts have used before the one that begins the answer anew: their tokens were billed. They
 * are read while that one runs; its beginning waits for nothing. Of the execution's own thread.
 */
final class LostUsage {

    /** What readers wait longer for the end of a turn at most. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    private final TurnJob job;
    private final EarlierAttempts attempts;
    private CompletableFuture<Optional<EarlierCalls>> reading; // null until it begins

    LostUsage(TurnJob job, EarlierAttempts attempts) {
        this.job = job;
        this.attempts = attempts;
    }

    /** Begins to read, if there were attempts before. Has no effect when called again. */
    void begin() {
        if (reading == null) {
            reading = job.attempt() == 1
                    ? CompletableFuture.completedFuture(Optional.empty())
                    : attempts.calls(job.sessionTurn(), job.attempt() - 1);
        }
    }

    /**
     * Returns the calls of the lost attempts, after a short wait if they are not read yet; empty if there were none. If
     * they cannot be read by then, each attempt is taken for one call that brought nothing.
     */
    Optional<EarlierCalls> await() {
        begin();
        try {
            return reading.get(LONGEST_WAIT.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException unread) {
            // The prompts were billed, whatever came of them.
        }
        reading.cancel(false);
        return Optional.of(new EarlierCalls(new LoggedCalls(job.attempt() - 1, 0, 0), ""));
    }
}
