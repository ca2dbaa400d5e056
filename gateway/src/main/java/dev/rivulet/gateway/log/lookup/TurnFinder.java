package dev.rivulet.gateway.log.lookup;

import dev.rivulet.gateway.log.cursor.Cursor;
import dev.rivulet.gateway.log.event.AttemptFilter;
import dev.rivulet.gateway.log.event.TurnEvent;
import dev.rivulet.gateway.log.event.TurnRecord;
import dev.rivulet.gateway.log.replay.LogBounds;
import dev.rivulet.gateway.log.replay.PositionExpiredException;
import dev.rivulet.gateway.log.replay.Replay;
import dev.rivulet.gateway.log.replay.TurnEventSelector;
import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.runtime.kafka.Topics;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.event.ChunkHeaders;
import dev.rivulet.schemas.result.TurnFinished;
import dev.rivulet.schemas.topic.SessionPartition;
import dev.rivulet.schemas.topic.Topic;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Finds a turn in Kafka by its id. No record about a turn has an earlier timestamp than the turn's id, so the log's
 * time index gives an exact lower bound, whatever the clocks of the machines say (ADR 2).
 *
 * <p>A turn exists if its {@code PromptRequested}, which is at that bound, or its result is found. The much larger
 * {@code chunk-events} is searched only for turns that exist, so that requests with invented ids are cheap. This relies
 * on commands being kept at least as long as events.
 *
 * <p>Methods block; call them on virtual threads. They throw {@link ProblemException}: {@code unknown_turn}, {@code
 * events_expired}, {@code cursor_expired}, {@code kafka_unavailable}.
 */
public final class TurnFinder {

    private static final Duration MAX_AGE_OF_NEW_TURN = Duration.ofMinutes(1);
    private static final Duration RETRY_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration RETRY_INTERVAL = Duration.ofMillis(200);

    private final Replay replay;
    private final Topics topics;
    private final Duration timeout;

    /** @param timeout how long one lookup may take */
    public TurnFinder(Replay replay, Topics topics, Duration timeout) {
        this.replay = replay;
        this.topics = topics;
        this.timeout = timeout;
    }

    /**
     * Returns the position at which a reader starts: after its cursor, or at the turn's first event if it has none.
     *
     * @param cursor must be of the turn at the address
     * @param rereads whether the reader needs the whole text of the attempt, including what it was shown before
     */
    public StartPosition startPosition(TurnAddress address, Optional<Cursor> cursor, boolean rereads) {
        if (cursor.isEmpty()) {
            return firstPosition(address);
        }
        return rereads ? positionBeforeText(address, cursor.get()) : positionAfter(address, cursor.get());
    }

    /** Returns the position of the turn's first event, which may not be in the log yet. */
    public StartPosition.From firstPosition(TurnAddress address) {
        return firstPosition(address, open());
    }

    StartPosition.From firstPosition(TurnAddress address, BlockingReplay log) {
        TopicPartition events = partition(Topic.CHUNK_EVENTS, address);
        if (!exists(address, log)) {
            throw new ProblemException(ProblemCode.UNKNOWN_TURN, "The session has no such turn.", "turn");
        }
        LogBounds bounds = log.readBounds(events);
        OptionalLong bound = log.offsetForTime(events, address.turn().timestamp());
        long from = bound.orElse(bounds.endOffset());
        TurnEventSelector selector = new TurnEventSelector(address.sessionTurn());
        try {
            Optional<TurnRecord> first = log.findFirst(events, from, bounds.endOffset(), selector);
            if (first.isEmpty() && bounds.startOffset() > 0 && findResult(address, log).isPresent()) {
                // The turn has ended, so its events were written before now: after the search above, or they expired.
                first = log.findFirst(events, bounds.endOffset(), log.readBounds(events).endOffset(), selector);
                if (first.isEmpty()) {
                    throw eventsExpired();
                }
            }
            if (first.isPresent() && !canBeFirst(first.get())) {
                throw eventsExpired();
            }
            return StartPosition.From.start(first.map(TurnRecord::offset).orElse(bounds.endOffset()));
        } catch (PositionExpiredException expired) {
            throw eventsExpired();
        }
    }

    private StartPosition positionAfter(TurnAddress address, Cursor cursor) {
        BlockingReplay log = open();
        if (cursor.isBeforeFirstEvent()) {
            return firstPosition(address, log);
        }
        return switch (recordAt(address, cursor, log).orElse(null)) {
            case TurnEvent.End end -> new StartPosition.End();
            case TurnRecord shown -> StartPosition.From.after(shown);
            case null -> positionByCount(address, cursor, log);
        };
    }

    /** Returns the position after a cursor whose own record does not say how many deltas there were before it. */
    private StartPosition positionByCount(TurnAddress address, Cursor cursor, BlockingReplay log) {
        AttemptFilter filter = new AttemptFilter();
        try {
            log.forEach(partition(Topic.CHUNK_EVENTS, address), firstPosition(address, log).offset(),
                    cursor.offset() + 1, new TurnEventSelector(address.sessionTurn()), filter::show);
        } catch (PositionExpiredException expired) {
            throw eventsExpired();
        }
        return new StartPosition.From(cursor.offset() + 1, filter.attempt(), filter.nextSeq());
    }

    /** Returns a position before all text of the cursor's attempt. */
    private StartPosition positionBeforeText(TurnAddress address, Cursor cursor) {
        BlockingReplay log = open();
        if (cursor.isBeforeFirstEvent()) {
            return firstPosition(address, log);
        }
        return switch (recordAt(address, cursor, log).orElse(null)) {
            case TurnRecord.Started started -> StartPosition.From.after(started);
            case TurnEvent.End end -> new StartPosition.End();
            // Behind text, or it may be: an event of a later version.
            case TurnRecord.Delta delta -> firstPosition(address, log);
            case null -> firstPosition(address, log);
        };
    }

    /**
     * Returns the record that a cursor points to; empty if it is an event of the turn that only a later version knows,
     * whose gateways have shown it.
     */
    private Optional<TurnRecord> recordAt(TurnAddress address, Cursor cursor, BlockingReplay log) {
        TopicPartition events = partition(Topic.CHUNK_EVENTS, address);
        LogBounds bounds = log.readBounds(events);
        if (cursor.offset() < bounds.startOffset() || cursor.offset() >= bounds.endOffset()) {
            throw cursorExpired();
        }
        try {
            return Optional.ofNullable(log
                    .findFirst(events, cursor.offset(), cursor.offset() + 1, record -> select(address, record))
                    .orElseThrow(TurnFinder::cursorExpired).known());
        } catch (PositionExpiredException expired) {
            throw cursorExpired();
        }
    }

    /** @param known null for an event that only a later version knows */
    private record ShownRecord(TurnRecord known) {}

    /** Selects a record of the turn. That another session has a record there is told to nobody. */
    private static Optional<ShownRecord> select(TurnAddress address, ConsumerRecord<byte[], byte[]> record) {
        if (!address.matchesKey(record.key())) {
            return Optional.empty();
        }
        return ChunkHeaders.namesLaterType(record.headers(), address.turn())
                ? Optional.of(new ShownRecord(null))
                : new TurnEventSelector(address.sessionTurn()).select(record).map(ShownRecord::new);
    }

    /** Returns the log of a session, to be read within the timeout of one lookup. */
    public SessionLog sessionLog(SessionId session) {
        int partition = SessionPartition.of(session, topics.partitions());
        return new SessionLog(this, session, new TopicPartition(topics.name(Topic.CHUNK_EVENTS), partition), open());
    }

    /** Opens the log for one lookup. */
    BlockingReplay open() {
        return new BlockingReplay(replay, timeout);
    }

    TopicPartition partition(Topic topic, TurnAddress address) {
        return new TopicPartition(topics.name(topic), address.partition());
    }

    Optional<TurnFinished> findResult(TurnAddress address, BlockingReplay log) {
        return findFirst(Topic.TURN_RESULTS, address, log, JsonRecordSelector.result(address));
    }

    /**
     * Retries for a while if the turn's id says that it is new: right after a change of partition leaders, Kafka can be
     * behind what it has acknowledged, and a browser's {@code EventSource} does not reconnect after a 404.
     */
    private boolean exists(TurnAddress address, BlockingReplay log) {
        long deadline = System.nanoTime() + RETRY_TIMEOUT.toNanos();
        while (!hasPrompt(address, log) && findResult(address, log).isEmpty()) {
            boolean isNew = System.currentTimeMillis() - address.turn().timestamp() < MAX_AGE_OF_NEW_TURN.toMillis();
            if (!isNew || System.nanoTime() - deadline > 0 || !sleep(RETRY_INTERVAL)) {
                return false;
            }
        }
        return true;
    }

    /** Returns false if the thread was interrupted. */
    private static boolean sleep(Duration time) {
        try {
            Thread.sleep(time);
            return true;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private boolean hasPrompt(TurnAddress address, BlockingReplay log) {
        return findFirst(Topic.PROMPT_REQUESTS, address, log, JsonRecordSelector.prompt(address)).isPresent();
    }

    private <T> Optional<T> findFirst(Topic topic, TurnAddress address, BlockingReplay log,
            JsonRecordSelector<T> selector) {
        TopicPartition partition = partition(topic, address);
        OptionalLong from = log.offsetForTime(partition, address.turn().timestamp());
        if (from.isEmpty()) {
            return Optional.empty();
        }
        try {
            return log.findFirst(partition, from.getAsLong(), log.readBounds(partition).endOffset(), selector);
        } catch (PositionExpiredException deletedMeanwhile) {
            return Optional.empty();
        }
    }

    /** Returns whether the turn's oldest record in the log can be the first that was written. */
    private static boolean canBeFirst(TurnRecord oldest) {
        return switch (oldest) {
            case TurnRecord.Started started -> true;
            case TurnRecord.Delta delta -> false;
            // A turn that ended without text may have no started record.
            case TurnEvent.End end -> end.data().seq() == 0;
        };
    }

    private static ProblemException eventsExpired() {
        return new ProblemException(ProblemCode.EVENTS_EXPIRED,
                "The turn's events have left Kafka's retention; its result may still be read.", "turn");
    }

    private static ProblemException cursorExpired() {
        return new ProblemException(ProblemCode.CURSOR_EXPIRED,
                "What the cursor points to is not in Kafka any more; read the turn from its beginning or its result.",
                "cursor");
    }
}
