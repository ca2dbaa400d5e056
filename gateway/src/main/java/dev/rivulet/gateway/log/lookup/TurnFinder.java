package dev.rivulet.gateway.log.lookup;

import dev.rivulet.gateway.identity.OwnedSession;
import dev.rivulet.gateway.log.cursor.Cursor;
import dev.rivulet.gateway.log.event.AttemptFilter;
import dev.rivulet.gateway.log.event.TurnEvent;
import dev.rivulet.gateway.log.event.TurnRecord;
import dev.rivulet.gateway.log.replay.LogBounds;
import dev.rivulet.gateway.log.replay.PositionExpiredException;
import dev.rivulet.gateway.log.replay.Replay;
import dev.rivulet.gateway.log.replay.TurnEventSelector;
import dev.rivulet.gateway.log.tail.KnownTurns;
import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.runtime.kafka.Topics;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.event.ChunkHeaders;
import dev.rivulet.schemas.topic.SessionPartition;
import dev.rivulet.schemas.topic.Topic;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Finds a turn in Kafka by its id. No record about a turn has an earlier timestamp than the turn's id, so the log's
 * time index gives an exact lower bound, whatever the clocks of the machines say (ADR 2). What is read from there on is
 * bounded (ADR 30).
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
    /** How long after its result a turn's end is in the log at the latest. */
    private static final Duration MAX_DELAY_OF_END = Duration.ofHours(1);

    private final Replay replay;
    private final Topics topics;
    private final KnownTurns known;
    private final Duration timeout;
    private final SearchLimits limits;

    /**
     * @param known where turns begin that need no search
     * @param timeout how long one lookup may take
     */
    public TurnFinder(Replay replay, Topics topics, KnownTurns known, SearchLimits limits, Duration timeout) {
        this.replay = replay;
        this.topics = topics;
        this.known = known;
        this.timeout = timeout;
        this.limits = limits;
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
        return firstPosition(lookUp(address, log));
    }

    StartPosition.From firstPosition(LoggedTurn turn) {
        try {
            return knownPosition(turn).orElseGet(() -> searchFirst(turn));
        } finally {
            turn.log().endSearch();
        }
    }

    /** A turn that is known exists. Its events can have been deleted meanwhile. */
    private Optional<StartPosition.From> knownPosition(LoggedTurn turn) {
        Optional<KnownTurns.Beginning> beginning = known.beginning(turn.address().sessionTurn());
        if (beginning.isEmpty()) {
            return Optional.empty();
        }
        long offset = beginning.get().offset();
        LogBounds bounds = turn.log().readBounds(partition(Topic.CHUNK_EVENTS, turn.address()));
        if (offset < bounds.startOffset() && beginning.get().exact()) {
            throw eventsExpired();
        }
        if (offset < bounds.startOffset() || offset > bounds.endOffset()) {
            return Optional.empty();
        }
        return Optional.of(StartPosition.From.start(offset));
    }

    private StartPosition.From searchFirst(LoggedTurn turn) {
        if (!turn.exists()) {
            throw new ProblemException(ProblemCode.UNKNOWN_TURN, "The session has no such turn.", "turn");
        }
        BlockingReplay log = turn.log();
        TurnSearch search = search(Topic.CHUNK_EVENTS, turn.address(), log, limits.maxRecords());
        if (search.mayHaveExpired() && turn.result().filter(result -> isBeforeLog(result, search, log)).isPresent()) {
            throw eventsExpired();
        }
        TurnEventSelector selector = new TurnEventSelector(turn.address().sessionTurn());
        try {
            Optional<TurnRecord> first = search.first(selector, TurnFinder::isCertainlyFirst);
            if (first.isEmpty() && hasBegun(turn)) {
                // The turn has ended, so its events were written before now: after the search above, or they expired.
                first = log.findFirst(search.partition(), search.endOffset(),
                        log.readBounds(search.partition()).endOffset(), selector);
                if (first.isEmpty()) {
                    throw eventsExpired();
                }
            }
            if (first.isPresent() && !canBeFirst(first.get(), turn, search.partition())) {
                throw eventsExpired();
            }
            return StartPosition.From.start(first.map(TurnRecord::offset).orElse(search.complete()));
        } catch (PositionExpiredException expired) {
            throw eventsExpired();
        }
    }

    /** Returns whether the turn has ended with an attempt, whose events may have been in a log that is gone. */
    private static boolean hasBegun(LoggedTurn turn) {
        return turn.result().filter(result -> result.finished().attempt() > 0).isPresent();
    }

    private StartPosition positionAfter(TurnAddress address, Cursor cursor) {
        BlockingReplay log = open();
        if (cursor.isBeforeFirstEvent()) {
            return firstPosition(address, log);
        }
        return switch (recordAt(address, cursor, log).orElse(null)) {
            case TurnEvent.End end -> new StartPosition.End();
            case TurnRecord.Shown shown -> StartPosition.From.after(shown);
            case TurnRecord.Sealed hidden -> firstPosition(address, log);
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
            case TurnRecord.Started started when started.continued().isEmpty() -> StartPosition.From.after(started);
            case TurnRecord.Started continuing -> firstPosition(address, log);
            case TurnEvent.End end -> new StartPosition.End();
            // Behind text, or it may be: another part, or an event of a later version.
            case TurnRecord.Part part -> firstPosition(address, log);
            case TurnRecord.Sealed hidden -> firstPosition(address, log);
            case null -> firstPosition(address, log);
        };
    }

    /**
     * Returns the record that a cursor points to; empty if it is an event of the turn that only a later version knows,
     * whose gateways have shown it.
     */
    private Optional<TurnRecord> recordAt(TurnAddress address, Cursor cursor, BlockingReplay log) {
        TopicPartition events = partition(Topic.CHUNK_EVENTS, address);
        try {
            return Optional.ofNullable(select(address, log.recordAt(events, cursor.offset()))
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
    public SessionLog sessionLog(OwnedSession session) {
        return new SessionLog(this, session, topics, open());
    }

    TopicPartition resultsOf(OwnedSession session) {
        return new TopicPartition(topics.name(Topic.TURN_RESULTS),
                SessionPartition.of(session.key(), topics.partitions()));
    }

    /** Opens the log for one lookup. */
    BlockingReplay open() {
        return new BlockingReplay(replay, limits, timeout);
    }

    TopicPartition partition(Topic topic, TurnAddress address) {
        return new TopicPartition(topics.name(topic), address.partition());
    }

    /** Begins to look up a turn; nothing is read yet. */
    LoggedTurn lookUp(TurnAddress address, BlockingReplay log) {
        return new LoggedTurn(address, log, (topic, near) -> search(topic, address, log,
                near ? TurnSearch.NEAR : limits.maxRecords()));
    }

    /** Returns whether the log's oldest event is so much newer than a turn's result that the turn has none there. */
    private static boolean isBeforeLog(LoggedTurn.Result result, TurnSearch search, BlockingReplay log) {
        try {
            return log.findFirst(search.partition(), search.startOffset(), search.endOffset(),
                    record -> Optional.of(record.timestamp()))
                    .filter(oldest -> oldest > result.timestamp() + MAX_DELAY_OF_END.toMillis()).isPresent();
        } catch (PositionExpiredException deletedMeanwhile) {
            throw eventsExpired();
        }
    }

    private TurnSearch search(Topic topic, TurnAddress address, BlockingReplay log, int records) {
        return new TurnSearch(log, partition(topic, address), address.turn().timestamp(), records);
    }

    /** Returns whether a turn is so new that its prompt may still be on its way to Kafka, or to the asked broker. */
    public static boolean isNew(TurnId turn) {
        return System.currentTimeMillis() - turn.timestamp() < MAX_AGE_OF_NEW_TURN.toMillis();
    }

    /** Returns whether the turn's oldest record in the log can be the first that was written. */
    private static boolean canBeFirst(TurnRecord oldest, LoggedTurn turn, TopicPartition events) {
        return switch (oldest) {
            // The attempt may have been given up before its worker wrote anything: what follows it tells.
            case TurnRecord.Sealed sealed -> shownBehind(sealed, turn, events).map(TurnFinder::canBeFirst)
                    .orElseGet(() -> turn.result().filter(result -> result.finished().seq() > 0).isEmpty());
            case TurnRecord.Shown shown -> canBeFirst(shown);
        };
    }

    /** Returns the first event behind a seal that readers are shown, whatever they were shown before it. */
    private static Optional<TurnRecord.Shown> shownBehind(TurnRecord.Sealed seal, LoggedTurn turn,
            TopicPartition events) {
        TurnEventSelector selector = new TurnEventSelector(turn.address().sessionTurn());
        return turn.log().findFirst(events, seal.offset() + 1, turn.log().readBounds(events).endOffset(),
                record -> selector.select(record).filter(TurnRecord.Shown.class::isInstance)
                        .map(TurnRecord.Shown.class::cast)
                        .filter(shown -> shown instanceof TurnEvent.End || shown.attempt() > seal.attempt()));
    }

    private static boolean canBeFirst(TurnRecord.Shown oldest) {
        return switch (oldest) {
            case TurnRecord.Started started -> started.continued().isEmpty();
            case TurnRecord.Part part -> false;
            // A turn that ended without text may have no started record.
            case TurnEvent.End end -> end.data().seq() == 0;
        };
    }

    private static boolean isCertainlyFirst(TurnRecord record) {
        return record instanceof TurnRecord.Shown shown && canBeFirst(shown) && record.attempt() <= 1;
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
