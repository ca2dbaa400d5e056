package dev.rivulet.worker.coordinator.session;

import java.util.List;
import java.util.function.Predicate;

/** The new state of a session after one input, and what is to be done. */
public record Transition(Session session, List<Effect> effects) {

    public Transition without(Predicate<Effect> unwanted) {
        return new Transition(session, effects.stream().filter(unwanted.negate()).toList());
    }
}
