package dev.rivulet.testkit.guarantee;

import java.util.List;

/** A turn has exactly one terminal event, and no event follows it. */
public final class ExactlyOneTerminal implements Guarantee {

    @Override
    public List<Violation> check(ObservedTurn turn) {
        long terminals = turn.events().stream().filter(TurnEvent.Terminal.class::isInstance).count();
        if (terminals != 1) {
            return List.of(violation(turn, terminals + " terminal events"));
        }
        TurnEvent last = turn.events().getLast();
        return last instanceof TurnEvent.Terminal ? List.of() : List.of(violation(turn, "after the end came " + last));
    }
}
