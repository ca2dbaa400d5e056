package dev.rivulet.worker.coordinator.session;

/** Tells whether an attempt still runs, in whatever process. */
@FunctionalInterface
public interface AttemptLiveness {

    /**
     * Whether nobody runs this claimed attempt any more, as far as can be known. Of this process it is known for certain. Another
     * that is silent for too long may be wrong to give up; the number of the next attempt makes that harmless.
     */
    boolean isLost(OpenTurn turn);
}
