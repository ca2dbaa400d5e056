package dev.rivulet.local.chaos.load;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The newest turns and cursors of all principals, for those that try the names of others. Thread-safe. */
final class NamedTurns {

    private static final int MOST = 200;

    private final Deque<NamedTurn> turns = new ArrayDeque<>(); // guarded by this
    private final Map<String, String> owners = new HashMap<>(); // of sessions, by their names; guarded by this

    /** A turn that was accepted, with a cursor of it. */
    record NamedTurn(TurnPlan plan, String turn, String cursor) {}

    /**
     * Adds a turn, but none that somebody has asked for under the name of another's session: whoever owns that session
     * would take the name for a stranger's, and delete what is its own.
     */
    synchronized void add(NamedTurn turn) {
        String owner = owners.computeIfAbsent(turn.plan().session(), session -> turn.plan().principal());
        if (!owner.equals(turn.plan().principal())) {
            return;
        }
        turns.addLast(turn);
        if (turns.size() > MOST) {
            turns.removeFirst();
        }
    }

    /** Returns any turn of others; empty if there is none yet. */
    synchronized Optional<NamedTurn> ofOthers(String principal, RandomGenerator random) {
        List<NamedTurn> others = turns.stream().filter(turn -> !turn.plan().principal().equals(principal)).toList();
        return others.isEmpty() ? Optional.empty() : Optional.of(others.get(random.nextInt(others.size())));
    }
}
