package dev.rivulet.testkit.guarantee;

import java.util.ArrayList;
import java.util.List;

/** Every attempt opens with its own start, and nothing of an older attempt is shown once a newer one has begun. */
public final class FencedAttempts implements Guarantee {

    @Override
    public List<Violation> check(ObservedTurn turn) {
        List<Violation> violations = new ArrayList<>();
        int begun = 0;
        for (TurnEvent event : turn.events()) {
            if (event.attempt() < begun) {
                violations.add(violation(turn, "after attempt " + begun + " had begun came " + event));
            }
            // An attempt can end without having started: a turn that is cancelled in the queue, say.
            if (event instanceof TurnEvent.Delta && event.attempt() > begun) {
                violations.add(violation(turn, "without a start of its attempt came " + event));
            }
            if (event instanceof TurnEvent.Started) {
                begun = Math.max(begun, event.attempt());
            }
        }
        return violations;
    }
}
