package dev.rivulet.gateway.stream.follow;

import dev.rivulet.gateway.log.cursor.Cursor;
import dev.rivulet.gateway.log.event.AttemptFilter;
import dev.rivulet.gateway.log.event.ChunkRecord;
import dev.rivulet.gateway.log.event.EventFilter;
import dev.rivulet.gateway.log.event.SessionRecord;
import dev.rivulet.gateway.log.event.TurnEvent;
import dev.rivulet.gateway.log.event.TurnRecord;
import dev.rivulet.schemas.TurnId;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Decides which records of a session its followers are shown. Does not parse data. Not thread-safe.
 *
 * <p>The coordinator writes prompts and ends in order, and no event of a turn precedes its {@code prompt}. So the
 * current turn is the one whose prompt came last; {@code started} and deltas of any other turn were written by a worker
 * that had been declared dead, and are not shown. For the current turn an {@link AttemptFilter} decides. The ends of
 * all turns are shown, also of those that never became current. Records that a coordinator repeats after a crash are
 * dropped, as far back as this filter remembers them.
 */
public final class SessionFilter implements EventFilter<SessionEvent> {

    private final RecentTurns queued = new RecentTurns();
    private final RecentTurns ended = new RecentTurns();
    private final RecentTurns forgotten = new RecentTurns();
    private TurnId current; // the turn whose prompt came last
    private AttemptFilter attempts; // of the current turn

    /**
     * @param position the follower's position
     * @param attempts the filter for the records of the current turn from there on; changed here
     * @param waiting the turns that the follower knows to be queued
     */
    SessionFilter(SessionPosition position, AttemptFilter attempts, Collection<TurnId> waiting) {
        this.attempts = attempts;
        current = position.current();
        if (position.attempt() == Cursor.AFTER_END) {
            ended.add(current);
        }
        waiting.forEach(queued::add);
    }

    /** Makes the filter of a follower that starts at an offset where it knows of no turn. */
    static SessionFilter idle(long offset) {
        return new SessionFilter(SessionPosition.idle(offset), new AttemptFilter(), List.of());
    }

    @Override
    public Optional<SessionEvent> admit(ChunkRecord next) {
        return switch (next) {
            case SessionRecord record -> shows(record)
                    ? Optional.of(SessionEvent.OfSession.of(record, after(record)))
                    : Optional.empty();
            case TurnRecord record -> show(record)
                    .map(shown -> SessionEvent.OfTurn.of(shown.turn(), shown, after(shown)));
        };
    }

    /** Returns false: a session has no end. */
    @Override
    public boolean ended() {
        return false;
    }

    private boolean shows(SessionRecord record) {
        TurnId turn = record.turn();
        return switch (record) {
            case SessionRecord.Queued waiting -> !turn.equals(current) && !ended.contains(turn) && queued.add(turn);
            case SessionRecord.Prompt prompt -> becomesCurrent(turn);
            case SessionRecord.Forgotten dropped -> forgotten.add(turn);
        };
    }

    private Optional<TurnRecord.Shown> show(TurnRecord record) {
        boolean isCurrent = record.turn().equals(current);
        boolean isEnd = record instanceof TurnEvent.End;
        if (isEnd ? !ended.add(record.turn()) : !isCurrent || ended.contains(current)) {
            return Optional.empty();
        }
        return isCurrent ? attempts.show(record) : Optional.of((TurnRecord.Shown) record);
    }

    private boolean becomesCurrent(TurnId turn) {
        if (turn.equals(current) || ended.contains(turn)) {
            return false;
        }
        current = turn;
        attempts = new AttemptFilter();
        return true;
    }

    private SessionPosition after(ChunkRecord shown) {
        return new SessionPosition(current, ended.contains(current) ? Cursor.AFTER_END : attempts.attempt(),
                shown.offset(),
                0);
    }
}
