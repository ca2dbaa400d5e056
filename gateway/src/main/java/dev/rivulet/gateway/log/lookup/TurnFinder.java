package dev.rivulet.gateway.log.lookup;

import dev.rivulet.gateway.log.cursor.Cursor;
import dev.rivulet.gateway.log.event.ChunkRecord;
import dev.rivulet.gateway.log.replay.LogBounds;
import dev.rivulet.gateway.log.replay.PositionExpiredException;
import dev.rivulet.gateway.log.replay.Replay;
import dev.rivulet.gateway.log.replay.TurnEvents;
import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.runtime.kafka.Topics;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.event.Done;
import dev.rivulet.schemas.event.TurnError;
import dev.rivulet.schemas.json.Json;
import dev.rivulet.schemas.result.TurnFinished;
import dev.rivulet.schemas.topic.SessionPartition;
import dev.rivulet.schemas.topic.Topic;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;

/**
 * Finds a turn in Kafka with nothing but its id. Every record about a turn has a timestamp that is not before the id's
 * own, so the log's time index gives an exact lower bound, whatever the clocks of the machines say.
 *
 * <p>A turn is known by its {@code PromptRequested}, which lies at that bound, or by its result. The much larger {@code
 * chunk-events} is searched only for turns that are known, so made-up ids are cheap. This relies on commands being kept
 * no shorter than events.
 *
 * <p>Methods block and are for virtual threads. They throw {@link ProblemException}: {@code unknown_turn}, {@code
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
     * Where a reader begins: at a cursor of the turn at the address, or in front of its first event.
     *
     * @param rereads whether it needs all text of the attempt, whatever of it was seen
     */
    public StartPosition place(TurnAddress address, Optional<Cursor> cursor, boolean rereads) {
        if (cursor.isEmpty()) {
            return beginning(address);
        }
        return rereads ? before(address, cursor.get()) : after(address, cursor.get());
    }

    /** In front of the turn's first event, which may not be there yet. */
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
            Optional<ChunkRecord> first = query.first(events, start, bounds.end(), new TurnEvents(address.turn()));
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
            return new StartPosition.From(first.map(ChunkRecord::offset).orElse(bounds.end()), 0);
        } catch (PositionExpiredException dropped) {
            throw expired();
        }
    }

    /**
     * Right behind a cursor.
     *
     * @param cursor of the turn at the address
     */
    public StartPosition after(TurnAddress address, Cursor cursor) {
        LogQuery query = query();
        if (cursor.atBeginning()) {
            return beginning(address, query);
        }
        ChunkRecord seen = at(address, cursor, query);
        return seen.type().terminal() ? new StartPosition.End() : behind(seen);
    }

    /**
     * In front of all text of the attempt that a cursor lies in.
     *
     * @param cursor of the turn at the address
     */
    public StartPosition before(TurnAddress address, Cursor cursor) {
        LogQuery query = query();
        if (cursor.atBeginning()) {
            return beginning(address, query);
        }
        ChunkRecord seen = at(address, cursor, query);
        return switch (seen.type()) {
            case STARTED -> behind(seen);
            case DELTA, QUEUED, PROMPT, FORGOTTEN -> beginning(address, query);
            case DONE, ERROR -> new StartPosition.End();
        };
    }

    /** The event that a cursor is at. */
    private ChunkRecord at(TurnAddress address, Cursor cursor, LogQuery query) {
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

    private static StartPosition.From behind(ChunkRecord event) {
        return new StartPosition.From(event.offset() + 1, event.attempt());
    }

    /** For questions about a session's events. */
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
     * A turn that its id calls new is looked for again for a while: right after a change of leaders, Kafka can be behind
     * what it has acknowledged, and a browser's {@code EventSource} does not come back after a 404.
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

    /** Whether nothing of the turn can have been in front of its first event that is still there. */
    private static boolean isBeginning(ChunkRecord first) {
        return switch (first.type()) {
            case STARTED -> true;
            case DELTA -> false;
            // Ended without a word: there need not have been a start.
            case DONE -> Json.read(first.value(), Done.class).seq() == 0;
            case ERROR -> Json.read(first.value(), TurnError.class).seq() == 0;
            case QUEUED, PROMPT, FORGOTTEN -> throw new IllegalArgumentException("not the turn's own");
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
