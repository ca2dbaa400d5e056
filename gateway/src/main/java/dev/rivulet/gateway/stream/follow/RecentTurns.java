package dev.rivulet.gateway.stream.follow;

import dev.rivulet.schemas.TurnId;
import java.util.LinkedHashSet;
import java.util.Set;

/** The turns that something was last seen of; bounded. Not thread-safe. */
final class RecentTurns {

    /** More than one session can have waiting, and far more than a crash can have replayed. */
    private static final int MOST = 256;

    private final Set<TurnId> turns = new LinkedHashSet<>();

    /** Whether it was not there. */
    boolean add(TurnId turn) {
        boolean isNew = turns.add(turn);
        if (turns.size() > MOST) {
            turns.remove(turns.iterator().next());
        }
        return isNew;
    }

    boolean contains(TurnId turn) {
        return turns.contains(turn);
    }
}
