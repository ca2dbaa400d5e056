package dev.rivulet.testkit.guarantee;

import java.util.ArrayList;
import java.util.List;

/** Every attempt begins with {@code started}, and no event of an older attempt follows the start of a newer one. */
public final class FencedAttempts implements Guarantee {

    @Override
    public List<Violation> check(ObservedTurn turn) {
        List<Violation> violations = new ArrayList<>();
        int begun = 0;
        for (TurnEvent event : turn.events()) {
            if (event.attempt() < begun) {
                violations.add(violation(turn, "after attempt " + begun + " had begun came " + event));
            }
            // An attempt can end without a start: a turn that is cancelled in the queue, for example.
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
