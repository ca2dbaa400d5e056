package dev.rivulet.testkit.guarantee;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** No delta comes twice, and no attempt starts twice. */
public final class NoDuplicates implements Guarantee {

    @Override
    public List<Violation> check(ObservedTurn turn) {
        List<Violation> violations = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (TurnEvent event : turn.events()) {
            String key = switch (event) {
                case TurnEvent.Started started -> "start of attempt " + started.attempt();
                case TurnEvent.Delta delta -> "seq " + delta.seq() + " of attempt " + delta.attempt();
                case TurnEvent.Terminal terminal -> ""; // checked by ExactlyOneTerminal
            };
            if (!key.isEmpty() && !seen.add(key)) {
                violations.add(violation(turn, key + " seen again"));
            }
        }
        return violations;
    }
}
