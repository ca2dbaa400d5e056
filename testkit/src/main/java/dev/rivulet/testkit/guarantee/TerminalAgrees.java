package dev.rivulet.testkit.guarantee;

import java.util.ArrayList;
import java.util.List;

/**
 * What the end says fits what was shown: its {@code seq} follows the last delta of its attempt, its {@code length} is that
 * of the text. This is how a lost last delta is noticed.
 */
public final class TerminalAgrees implements Guarantee {

    @Override
    public List<Violation> check(ObservedTurn turn) {
        List<Violation> violations = new ArrayList<>();
        turn.terminal().ifPresent(terminal -> {
            int attempt = terminal.attempt();
            int next = turn.deltas(attempt).stream().mapToInt(TurnEvent.Delta::seq).max().orElse(-1) + 1;
            int length = turn.textOf(attempt).length();
            if (terminal.seq().orElse(next) != next) {
                violations.add(violation(turn, "ended with seq " + terminal.seq().getAsInt() + ", not " + next));
            }
            if (terminal.length().orElse(length) != length) {
                violations.add(
                        violation(turn,
                                "ended with length " + terminal.length().getAsInt() + ", shown were " + length));
            }
        });
        return violations;
    }
}
