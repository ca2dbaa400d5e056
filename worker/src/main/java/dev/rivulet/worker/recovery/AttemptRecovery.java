package dev.rivulet.worker.recovery;

/** Writes the results of lost attempts, with what they had produced. */
@FunctionalInterface
public interface AttemptRecovery {

    /**
     * Accepts an attempt; never blocks. Its result is written to the log later, unless this process ends before that.
     */
    void submit(LostAttempt attempt);
}
