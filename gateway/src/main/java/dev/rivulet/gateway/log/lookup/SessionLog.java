package dev.rivulet.gateway.log.lookup;

import dev.rivulet.gateway.log.cursor.Cursor;
import dev.rivulet.gateway.log.event.TurnRecord;
import dev.rivulet.gateway.log.replay.LogBounds;
import dev.rivulet.gateway.log.replay.PositionExpiredException;
import dev.rivulet.gateway.log.replay.TurnEvents;
import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.TurnId;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;

/** Questions to the log of one session's events, within one lookup's time. Blocks; throws {@link ProblemException}. */
public final class SessionLog {

    private final TurnFinder finder;
    private final SessionId session;
    private final TopicPartition events;
    private final LogQuery query;

    SessionLog(TurnFinder finder, SessionId session, TopicPartition events, LogQuery query) {
        this.finder = finder;
        this.session = session;
        this.events = events;
        this.query = query;
    }

    /** Of {@code chunk-events}. */
    public int partition() {
        return events.partition();
    }

    /** The first offset that the log still has. */
    public long begin() {
        return query.bounds(events).begin();
    }

    /** The events of one of its turns up to an offset (exclusive): {@code events_expired} when the first are gone. */
    public void eachOf(TurnId turn, long to, Consumer<TurnRecord> taker) {
        long from = finder.beginning(new TurnAddress(partition(), turn, Optional.of(session)), query).offset();
        try {
            query.each(events, from, to, new TurnEvents(turn), taker);
        } catch (PositionExpiredException dropped) {
            throw new ProblemException(ProblemCode.EVENTS_EXPIRED, "The turn's events have left Kafka's retention.",
                    null);
        }
    }

    /** Refuses a cursor that is none of this session: {@code cursor_of_another_session}, or {@code cursor_expired}. */
    public void requireHolds(Cursor cursor) {
        if (cursor.partition() != partition()) {
            throw ofAnother();
        }
        LogBounds bounds = query.bounds(events);
        if (cursor.offset() < bounds.begin() || cursor.offset() >= bounds.end()) {
            throw expired();
        }
        try {
            byte[] key = query.first(events, cursor.offset(), cursor.offset() + 1, record -> Optional.of(record.key()))
                    .orElseThrow(SessionLog::expired);
            if (!Arrays.equals(key, session.keyBytes())) {
                throw ofAnother();
            }
        } catch (PositionExpiredException dropped) {
            throw expired();
        }
    }

    private static ProblemException ofAnother() {
        return new ProblemException(ProblemCode.CURSOR_OF_ANOTHER_SESSION, "The cursor is not one of this session.",
                "cursor");
    }

    private static ProblemException expired() {
        return new ProblemException(ProblemCode.CURSOR_EXPIRED,
                "What the cursor points to is not in Kafka any more; follow the session from now on.", "cursor");
    }
}
