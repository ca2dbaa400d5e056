package dev.rivulet.gateway.log.lookup;

import dev.rivulet.gateway.log.cursor.Cursor;
import dev.rivulet.gateway.log.event.TurnEvent;
import dev.rivulet.gateway.log.event.TurnRecord;
import dev.rivulet.gateway.log.replay.LogBounds;
import dev.rivulet.gateway.log.replay.PositionExpiredException;
import dev.rivulet.gateway.log.replay.Replay;
import dev.rivulet.gateway.log.replay.TurnEvents;
import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.runtime.kafka.Topics;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.result.TurnFinished;
import dev.rivulet.schemas.topic.SessionPartition;
import dev.rivulet.schemas.topic.Topic;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;

/**
 * Finds a turn in Kafka by its id. No record about a turn has a timestamp before the id's own, so the log's time index
 * gives an exact lower bound, whatever the clocks of the machines say.
 *
 * <p>A turn exists if its {@code PromptRequested}, which lies at that bound, or its result is found. The much larger
 * {@code chunk-events} is searched only for turns that exist, so made-up ids are cheap. This relies on commands being
 * kept no shorter than events.
 *
 * <p>Methods block; call them on virtual threads. They throw {@link ProblemException}: {@code unknown_turn}, {@code
 * events_expired}, {@code cursor_expired}, {@code kafka_unavailable}.
 */
public final class TurnFinder {

    private static final Duration NEW = Duration.ofMinutes(1);
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

    private final Replay replay;
    private final Topics topics;
    private final Duration timeout;

    public TurnFinder(Replay replay, Topics topics, Duration timeout) {
        this.replay = replay;
        this.topics = topics;
        this.timeout = timeout;
    }

    /**
     * Returns where a reader begins: after its cursor, which must be of the turn at the address, or at the first event.
     *
     * @param rereads whether the reader needs all text of the attempt again, whatever it has seen of it
     */
    public StartPosition startPosition(TurnAddress address, Optional<Cursor> cursor, boolean rereads) {
        if (cursor.isEmpty()) {
            return beginning(address);
        }
        return rereads ? before(address, cursor.get()) : after(address, cursor.get());
    }

    /** Returns the position of the turn's first event, which may not be in the log yet. */
    public StartPosition.From beginning(TurnAddress address) {
        return beginning(address, query());
    }

    StartPosition.From beginning(TurnAddress address, LogQuery query) {
        TopicPartition events = partition(Topic.CHUNK_EVENTS, address);
        if (!isKnown(address, query)) {
            throw new ProblemException(ProblemCode.UNKNOWN_TURN, "The session has no such turn.", "turn");
        }
        LogBounds bounds = query.bounds(events);
        OptionalLong bound = query.firstSince(events, address.turn().timestamp());
        long start = bound.orElse(bounds.end());
        try {
            Optional<TurnRecord> first = query.first(events, start, bounds.end(), new TurnEvents(address.turn()));
            if (first.isEmpty() && bounds.begin() > 0 && result(address, query).isPresent()) {
                // Ended, so its events were written before now: they came since we looked, or are gone.
                first = query.first(events, bounds.end(), query.bounds(events).end(), new TurnEvents(address.turn()));
                if (first.isEmpty()) {
                    throw expired();
                }
            }
            if (first.isPresent() && !isBeginning(first.get())) {
                throw expired();
            }
            return new StartPosition.From(first.map(TurnRecord::offset).orElse(bounds.end()), 0);
        } catch (PositionExpiredException dropped) {
            throw expired();
        }
    }

    /**
     * Returns the position after a cursor.
     *
     * @param cursor must be of the turn at the address
     */
    public StartPosition after(TurnAddress address, Cursor cursor) {
        LogQuery query = query();
        if (cursor.atBeginning()) {
            return beginning(address, query);
        }
        TurnRecord seen = at(address, cursor, query);
        return seen instanceof TurnEvent.End ? new StartPosition.End() : behind(seen);
    }

    /**
     * Returns a position before all text of the attempt that a cursor lies in.
     *
     * @param cursor must be of the turn at the address
     */
    public StartPosition before(TurnAddress address, Cursor cursor) {
        LogQuery query = query();
        if (cursor.atBeginning()) {
            return beginning(address, query);
        }
        return switch (at(address, cursor, query)) {
            case TurnRecord.Started started -> behind(started);
            case TurnRecord.Delta delta -> beginning(address, query);
            case TurnEvent.End end -> new StartPosition.End();
        };
    }

    /** Returns the record that a cursor points to. */
    private TurnRecord at(TurnAddress address, Cursor cursor, LogQuery query) {
        TopicPartition events = partition(Topic.CHUNK_EVENTS, address);
        LogBounds bounds = query.bounds(events);
        if (cursor.offset() < bounds.begin() || cursor.offset() >= bounds.end()) {
            throw cursorExpired();
        }
        try {
            return query.first(events, cursor.offset(), cursor.offset() + 1, new SessionTurnEvents(address))
                    .orElseThrow(TurnFinder::cursorExpired);
        } catch (PositionExpiredException dropped) {
            throw cursorExpired();
        }
    }

    private static StartPosition.From behind(TurnRecord event) {
        return new StartPosition.From(event.offset() + 1, event.attempt());
    }

    /** Returns the log of a session, to be read within one look-up's time. */
    public SessionLog log(SessionId session) {
        int partition = SessionPartition.of(session, topics.partitions());
        return new SessionLog(this, session, new TopicPartition(topics.name(Topic.CHUNK_EVENTS), partition), query());
    }

    LogQuery query() {
        return new LogQuery(replay, timeout);
    }

    TopicPartition partition(Topic topic, TurnAddress address) {
        return new TopicPartition(topics.name(topic), address.partition());
    }

    Optional<TurnFinished> result(TurnAddress address, LogQuery query) {
        return first(Topic.TURN_RESULTS, address, query, TurnRecords.result(address));
    }

    /**
     * Looks again for a while for a turn whose id says that it is new: right after a change of leaders, Kafka can be
     * behind what it has acknowledged, and a browser's {@code EventSource} does not come back after a 404.
     */
    private boolean isKnown(TurnAddress address, LogQuery query) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!isAsked(address, query) && result(address, query).isEmpty()) {
            boolean isNew = System.currentTimeMillis() - address.turn().timestamp() < NEW.toMillis();
            if (!isNew || System.nanoTime() - deadline > 0 || !LogQuery.pause(LOOK_AGAIN)) {
                return false;
            }
        }
        return true;
    }

    private boolean isAsked(TurnAddress address, LogQuery query) {
        return first(Topic.PROMPT_REQUESTS, address, query, TurnRecords.prompt(address)).isPresent();
    }

    private <T> Optional<T> first(Topic topic, TurnAddress address, LogQuery query, TurnRecords<T> wanted) {
        TopicPartition partition = partition(topic, address);
        OptionalLong start = query.firstSince(partition, address.turn().timestamp());
        if (start.isEmpty()) {
            return Optional.empty();
        }
        try {
            return query.first(partition, start.getAsLong(), query.bounds(partition).end(), wanted);
        } catch (PositionExpiredException droppedMeanwhile) {
            return Optional.empty();
        }
    }

    /** Returns whether the turn's first record that is still in the log can be its very first. */
    private static boolean isBeginning(TurnRecord first) {
        return switch (first) {
            case TurnRecord.Started started -> true;
            case TurnRecord.Delta delta -> false;
            // A turn that ended without text may have had no start.
            case TurnEvent.End end -> end.data().seq() == 0;
        };
    }

    private static ProblemException expired() {
        return new ProblemException(ProblemCode.EVENTS_EXPIRED,
                "The turn's events have left Kafka's retention; its result may still be read.", "turn");
    }

    private static ProblemException cursorExpired() {
        return new ProblemException(ProblemCode.CURSOR_EXPIRED,
                "What the cursor points to is not in Kafka any more; read the turn from its beginning or its result.",
                "cursor");
    }
}
