package dev.rivulet.gateway.stream.follow;

import dev.rivulet.schemas.TurnId;
import java.util.LinkedHashSet;
import java.util.Set;

/** A set of turns that keeps only those added last. Not thread-safe. */
final class RecentTurns {

    /** More than the queue of a session can hold, and far more than a coordinator repeats after a crash. */
    private static final int MAX = 256;

    private final Set<TurnId> turns = new LinkedHashSet<>();

    /** Adds a turn. Returns false if it is in the set already. */
    boolean add(TurnId turn) {
        boolean isNew = turns.add(turn);
        if (turns.size() > MAX) {
            turns.remove(turns.iterator().next());
        }
        return isNew;
    }

    boolean contains(TurnId turn) {
        return turns.contains(turn);
    }
}
