package dev.rivulet.testkit.guarantee;

import java.util.ArrayList;
import java.util.List;

/**
 * The terminal event agrees with the deltas: its {@code seq} follows the last delta of its attempt, and its {@code
 * length} is the length of the text. This detects a lost last delta.
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
