package dev.rivulet.testkit.guarantee;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Within an attempt, the {@code seq} of the deltas are 0 to n without a gap, in any order. */
public final class NoGaps implements Guarantee {

    @Override
    public List<Violation> check(ObservedTurn turn) {
        List<Violation> violations = new ArrayList<>();
        for (int attempt : turn.attemptsWithText()) {
            TreeSet<Integer> seen = turn.deltas(attempt).stream().map(TurnEvent.Delta::seq)
                    .collect(Collectors.toCollection(TreeSet::new));
            int expected = 0;
            for (int seq : seen) {
                if (seq > expected) {
                    violations.add(violation(turn,
                            "attempt " + attempt + ": seq " + expected + " to " + (seq - 1) + " missing"));
                }
                expected = seq + 1;
            }
        }
        return violations;
    }
}
