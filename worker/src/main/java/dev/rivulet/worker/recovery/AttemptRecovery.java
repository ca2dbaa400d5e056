package dev.rivulet.worker.recovery;

/** Writes the results of lost attempts, with what they had produced. */
public interface AttemptRecovery {

    /**
     * Accepts an attempt; never blocks. Its result is written to the log later, unless this process ends before that.
     * Has no effect if the attempt was accepted before and its result is not written yet.
     *
     * @return false if too many attempts are waiting; the caller should submit it again later
     */
    boolean submit(LostAttempt attempt);

    /** Returns whether an attempt would be accepted now. */
    boolean hasRoom();
}
