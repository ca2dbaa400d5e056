package dev.rivulet.gateway.log.lookup;

import dev.rivulet.gateway.identity.OwnedSession;
import dev.rivulet.gateway.log.cursor.Cursor;
import dev.rivulet.gateway.log.event.AttemptFilter;
import dev.rivulet.gateway.log.event.TurnRecord;
import dev.rivulet.gateway.log.replay.LogBounds;
import dev.rivulet.gateway.log.replay.PositionExpiredException;
import dev.rivulet.gateway.log.replay.TurnEventSelector;
import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.runtime.kafka.Topics;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.event.PastTurn;
import dev.rivulet.schemas.json.Json;
import dev.rivulet.schemas.json.UnreadableRecordException;
import dev.rivulet.schemas.result.TurnFinished;
import dev.rivulet.schemas.topic.Generation;
import dev.rivulet.schemas.topic.SessionPartition;
import dev.rivulet.schemas.topic.Topic;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads the log of one session's events and results, within the timeout of one lookup. Methods block, and throw {@link
 * ProblemException} {@code kafka_unavailable} if Kafka does not respond in time.
 */
public final class SessionLog {

    /** Results that are so near to each other in the log are read at once, with what is between them. */
    private static final long NEAR = 32;

    private final TurnFinder finder;
    private final OwnedSession session;
    private final TopicPartition events;
    private final int cursorPartition;
    private final BlockingReplay log;

    SessionLog(TurnFinder finder, OwnedSession session, Topics topics, BlockingReplay log) {
        this.finder = finder;
        this.session = session;
        int partition = SessionPartition.of(session.key(), topics.partitions());
        this.events = new TopicPartition(topics.name(Topic.CHUNK_EVENTS), partition);
        this.cursorPartition = Generation.number(topics.generation(), partition);
        this.log = log;
    }

    /** Returns the number by which cursors name the session's partition of {@code chunk-events}. */
    public int cursorPartition() {
        return cursorPartition;
    }

    /**
     * Returns an offset before which there is no event of turns that are as old as a time or younger.
     *
     * @param time in milliseconds since the epoch; empty: the offset of the partition's oldest record
     */
    public long offsetSince(Optional<Long> time) {
        LogBounds bounds = log.readBounds(events);
        return time.map(since -> log.offsetForTime(events, since).orElse(bounds.endOffset()))
                .orElse(bounds.startOffset());
    }

    /**
     * Calls an action for each record of one of the turns of the session up to an offset (exclusive), until it returns
     * false.
     *
     * @throws ProblemException {@code unknown_turn}; {@code events_expired} if the turn's first records were deleted
     */
    public void forEachRecordWhile(TurnId turn, long to, Predicate<TurnRecord> action) {
        TurnAddress address = new TurnAddress(events.partition(), cursorPartition, session, turn);
        long from = finder.firstPosition(address, log).offset();
        try {
            log.forEachWhile(events, from, to, new TurnEventSelector(session.turn(turn)), action);
        } catch (PositionExpiredException expired) {
            throw new ProblemException(ProblemCode.EVENTS_EXPIRED, "The turn's events have left Kafka's retention.",
                    null);
        }
    }

    /**
     * Checks that a cursor's record is in the log and belongs to this session. Returns the filter for the events of the
     * cursor's turn that follow.
     *
     * @throws ProblemException {@code cursor_of_another_session} or {@code cursor_expired}; {@code events_expired} if
     *     the deltas before the cursor cannot be counted any more
     */
    public AttemptFilter filterAfter(Cursor cursor) {
        ConsumerRecord<byte[], byte[]> shown = recordAt(cursor);
        if (cursor.attempt() == 0 || cursor.attempt() == Cursor.AFTER_END) {
            return new AttemptFilter(cursor.attempt(), 0);
        }
        Optional<AttemptFilter> known = new TurnEventSelector(session.turn(cursor.turn())).select(shown)
                .filter(record -> record instanceof TurnRecord.Shown && record.attempt() == cursor.attempt())
                .map(record -> new AttemptFilter(record.attempt(), record.nextSeq()));
        return known.orElseGet(() -> {
            // The record is about another turn, or the reply to a request.
            AttemptFilter filter = new AttemptFilter();
            forEachRecordWhile(cursor.turn(), cursor.offset() + 1, record -> {
                filter.show(record);
                return true;
            });
            return filter;
        });
    }

    /** Reads the results of turns that have ended; without those that Kafka has deleted, or that cannot be read. */
    public Map<TurnId, TurnFinished> results(List<PastTurn> turns) {
        TopicPartition results = finder.resultsOf(session);
        long begin = turns.isEmpty() ? 0 : log.readBounds(results).startOffset();
        NavigableSet<Long> wanted = turns.stream().map(PastTurn::offset).filter(offset -> offset >= begin)
                .collect(Collectors.toCollection(TreeSet::new));
        Map<TurnId, TurnFinished> found = new HashMap<>();
        while (!wanted.isEmpty()) {
            long first = wanted.pollFirst();
            NavigableSet<Long> together = new TreeSet<>(Set.of(first));
            while (!wanted.isEmpty() && wanted.first() - together.last() <= NEAR) {
                together.add(wanted.pollFirst());
            }
            readResults(results, together, result -> found.put(result.turnId(), result));
        }
        return found;
    }

    private void readResults(TopicPartition results, NavigableSet<Long> offsets, Consumer<TurnFinished> action) {
        try {
            log.forEach(results, offsets.first(), offsets.last() + 1,
                    record -> offsets.contains(record.offset()) ? result(record) : Optional.empty(), action);
        } catch (PositionExpiredException deletedMeanwhile) {
            // These are not in Kafka any more.
        }
    }

    private Optional<TurnFinished> result(ConsumerRecord<byte[], byte[]> record) {
        try {
            return Arrays.equals(record.key(), session.key().keyBytes())
                    ? Optional.of(Json.read(record.value(), TurnFinished.class))
                    : Optional.empty();
        } catch (UnreadableRecordException unreadable) {
            return Optional.empty();
        }
    }

    private ConsumerRecord<byte[], byte[]> recordAt(Cursor cursor) {
        if (cursor.partition() != cursorPartition) {
            throw TurnAddress.cursorOfAnotherSession();
        }
        try {
            ConsumerRecord<byte[], byte[]> record = log.recordAt(events, cursor.offset());
            if (!Arrays.equals(record.key(), session.key().keyBytes())) {
                throw TurnAddress.cursorOfAnotherSession();
            }
            return record;
        } catch (PositionExpiredException expired) {
            throw cursorExpired();
        }
    }

    private static ProblemException cursorExpired() {
        return new ProblemException(ProblemCode.CURSOR_EXPIRED,
                "What the cursor points to is not in Kafka any more; follow the session from now on.", "cursor");
    }
}
