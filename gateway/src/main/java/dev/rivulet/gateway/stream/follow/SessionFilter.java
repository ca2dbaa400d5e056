package dev.rivulet.gateway.stream.follow;

import dev.rivulet.gateway.log.cursor.Cursor;
import dev.rivulet.gateway.log.event.AttemptFilter;
import dev.rivulet.gateway.log.event.ChunkRecord;
import dev.rivulet.gateway.log.event.EventFilter;
import dev.rivulet.schemas.TurnId;
import java.util.Collection;
import java.util.Optional;

/**
 * Decides which of a session's events a follower may see. The coordinator writes {@code prompt} and terminals in order, and
 * nothing of a turn stands in front of its {@code prompt}: so the current turn is the one that opened last, and {@code
 * started} and deltas of any other come from a worker that was given up. Of the current turn an {@link AttemptFilter} decides.
 * Terminals are shown of every turn, also of those that never opened. What a crash made the coordinator say again is dropped,
 * as long as it is remembered here. Pure; knows headers only. Not thread-safe.
 */
public final class SessionFilter implements EventFilter {

    private final RecentTurns queued = new RecentTurns();
    private final RecentTurns ended = new RecentTurns();
    private final RecentTurns forgettings = new RecentTurns();
    private TurnId current;
    private AttemptFilter attempts;

    /**
     * For a follower that is at a place.
     *
     * @param waiting turns that it knows to be waiting
     */
    SessionFilter(SessionPosition place, Collection<TurnId> waiting) {
        current = place.current();
        attempts = new AttemptFilter(place.attempt());
        if (place.attempt() == Cursor.OVER) {
            ended.add(current);
        }
        waiting.forEach(queued::add);
    }

    @Override
    public Optional<SessionEvent> admit(ChunkRecord next) {
        TurnId turn = next.turn();
        boolean shown = switch (next.type()) {
            case QUEUED -> !turn.equals(current) && !ended.contains(turn) && queued.add(turn);
            case PROMPT -> opens(turn);
            case STARTED, DELTA -> turn.equals(current) && !ended.contains(turn)
                    && attempts.shows(next.type(), next.attempt());
            case DONE, ERROR -> ended.add(turn);
            case FORGOTTEN -> forgettings.add(turn);
        };
        return shown ? Optional.of(SessionEvent.of(next, after(next))) : Optional.empty();
    }

    /** A session goes on for ever. */
    @Override
    public boolean ended() {
        return false;
    }

    private boolean opens(TurnId turn) {
        if (turn.equals(current) || ended.contains(turn)) {
            return false;
        }
        current = turn;
        attempts = new AttemptFilter(0);
        return true;
    }

    private SessionPosition after(ChunkRecord shown) {
        return new SessionPosition(current, ended.contains(current) ? Cursor.OVER : attempts.attempt(), shown.offset(),
                0);
    }
}
