package dev.rivulet.testkit.guarantee;

import java.util.ArrayList;
import java.util.List;

/** Within an attempt, {@code seq} never decreases. */
public final class InOrder implements Guarantee {

    @Override
    public List<Violation> check(ObservedTurn turn) {
        List<Violation> violations = new ArrayList<>();
        for (int attempt : turn.attemptsWithText()) {
            int highest = -1;
            for (TurnEvent.Delta delta : turn.deltas(attempt)) {
                if (delta.seq() < highest) {
                    violations
                            .add(violation(turn, "attempt " + attempt + ": seq " + delta.seq() + " after " + highest));
                }
                highest = Math.max(highest, delta.seq());
            }
        }
        return violations;
    }
}
