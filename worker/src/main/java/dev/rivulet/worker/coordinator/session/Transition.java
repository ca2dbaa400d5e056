package dev.rivulet.worker.coordinator.session;

import java.util.List;
import java.util.function.Predicate;

/** What one input makes of a session. */
public record Transition(Session session, List<Effect> effects) {

    public Transition without(Predicate<Effect> unwanted) {
        return new Transition(session, effects.stream().filter(unwanted.negate()).toList());
    }
}
