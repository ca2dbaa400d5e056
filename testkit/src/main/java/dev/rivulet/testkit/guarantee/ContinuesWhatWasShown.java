package dev.rivulet.testkit.guarantee;

import java.util.ArrayList;
import java.util.List;

/** An attempt that continues a text goes on exactly where it ended: no token is lost there, and none comes twice. */
public final class ContinuesWhatWasShown implements Guarantee {

    @Override
    public List<Violation> check(ObservedTurn turn) {
        List<Violation> violations = new ArrayList<>();
        int deltas = 0;
        int length = 0;
        for (TurnEvent event : turn.events()) {
            switch (event) {
                case TurnEvent.Started start when start.continues() == null -> {
                    deltas = 0;
                    length = 0;
                }
                case TurnEvent.Started start -> {
                    TurnEvent.Continues shown = new TurnEvent.Continues(deltas, length);
                    if (!shown.equals(start.continues())) {
                        violations.add(violation(turn, start + " after " + shown));
                    }
                }
                case TurnEvent.Delta delta -> {
                    deltas = delta.seq() + 1;
                    length += delta.content().length();
                }
                case TurnEvent.Terminal end -> {
                    // Checked by TerminalAgrees.
                }
            }
        }
        return violations;
    }
}
