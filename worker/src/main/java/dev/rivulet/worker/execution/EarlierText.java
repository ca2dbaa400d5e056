package dev.rivulet.worker.execution;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for the text that an attempt may continue. */
final class EarlierText {

    private final TurnJob job;
    private final EarlierAttempts attempts;
    private volatile Future<?> reading; // null before the wait
    private volatile boolean cancelled;

    EarlierText(TurnJob job, EarlierAttempts attempts) {
        this.job = job;
        this.attempts = attempts;
    }

    /**
     * Blocks until the text is there. Called once.
     *
     * @throws java.util.concurrent.CancellationException when it was cancelled
     */
    Optional<StandingText> read(Duration limit) throws ExecutionException, InterruptedException, TimeoutException {
        Future<Optional<StandingText>> found = attempts.seal(job.sessionTurn(), job.attempt() - 1);
        reading = found;
        if (cancelled) {
            cancel();
        }
        return found.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Ends the wait: the attempt needs no text. Any thread; does not block. */
    void cancel() {
        cancelled = true;
        Future<?> wait = reading;
        if (wait != null) {
            wait.cancel(false);
        }
    }
}
