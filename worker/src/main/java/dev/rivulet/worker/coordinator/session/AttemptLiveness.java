package dev.rivulet.worker.coordinator.session;

/** Tells whether an attempt still runs, in whatever process. */
@FunctionalInterface
public interface AttemptLiveness {

    /**
     * Returns whether the claimed attempt is known not to run any more. For attempts of this process the result is
     * certain. A worker that was silent for too long may still run its attempt; readers ignore that attempt once the
     * next one began.
     */
    boolean isLost(OpenTurn turn);
}
