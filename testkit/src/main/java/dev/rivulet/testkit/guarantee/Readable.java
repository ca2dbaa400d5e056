package dev.rivulet.testkit.guarantee;

import java.util.List;

/** Every event of a known type is JSON with the required fields. */
public final class Readable implements Guarantee {

    @Override
    public List<Violation> check(ObservedTurn turn) {
        return turn.unreadable().stream().map(reason -> violation(turn, reason)).toList();
    }
}
