package dev.rivulet.worker.coordinator;

import java.util.List;
import java.util.function.Predicate;

/** What one input makes of a session. */
record Transition(Session session, List<Effect> effects) {

    Transition without(Predicate<Effect> unwanted) {
        return new Transition(session, effects.stream().filter(unwanted.negate()).toList());
    }
}
