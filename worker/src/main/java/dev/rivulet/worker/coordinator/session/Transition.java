package dev.rivulet.worker.coordinator.session;

import java.util.List;
import java.util.function.Predicate;

/**
 * The new state of a session after one input, and what is to be done.
 *
 * @param index how the index of the session's ended turns changes
 */
public record Transition(Session session, IndexChange index, List<Effect> effects) {

    /** A change of the index of ended turns. Stored before the session's state, so that no crash separates the two. */
    public enum IndexChange {
        NONE,
        /** The turn whose result is the input has ended. */
        ADD,
        /** The session was forgotten. */
        CLEAR
    }

    /** Returns whether results are to be written, which say what their turns were asked. */
    public boolean hasResults() {
        return effects.stream().anyMatch(effect -> effect instanceof Effect.Report || effect instanceof Effect.Recover);
    }

    public Transition without(Predicate<Effect> unwanted) {
        return new Transition(session, index, effects.stream().filter(unwanted.negate()).toList());
    }
}
