package dev.rivulet.worker.recovery;

/** Finds out what lost attempts had produced, and writes their results with it. */
@FunctionalInterface
public interface AttemptRecovery {

    /** Takes an order; never blocks. The result follows in the log, unless this process ends before. */
    void submit(LostAttempt attempt);
}
