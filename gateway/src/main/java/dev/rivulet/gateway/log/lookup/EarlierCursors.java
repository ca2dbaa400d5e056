package dev.rivulet.gateway.log.lookup;

import dev.rivulet.gateway.identity.OwnedSession;
import dev.rivulet.gateway.log.cursor.Cursor;
import dev.rivulet.gateway.log.replay.LogBounds;
import dev.rivulet.gateway.log.replay.PositionExpiredException;
import dev.rivulet.gateway.log.replay.Replay;
import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.runtime.kafka.Topics;
import dev.rivulet.schemas.topic.CopiedFrom;
import dev.rivulet.schemas.topic.Generation;
import dev.rivulet.schemas.topic.SessionPartition;
import dev.rivulet.schemas.topic.Topic;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Translates cursors that were given out before the sessions were copied into the topics of now. The copies say where
 * they were, in an order in which they can be searched for by halving the log: about twenty records are read.
 */
public final class EarlierCursors {

    private final Replay replay;
    private final Topics topics;
    private final SearchLimits limits;
    private final Duration timeout;

    /** @param timeout how long one translation may take */
    public EarlierCursors(Replay replay, Topics topics, SearchLimits limits, Duration timeout) {
        this.replay = replay;
        this.topics = topics;
        this.limits = limits;
        this.timeout = timeout;
    }

    /** Returns whether a cursor is of topics that the sessions were copied from. */
    public boolean isEarlier(Cursor cursor) {
        return topics.generation() > 0 && !Generation.isOf(topics.generation(), cursor.partition());
    }

    /**
     * Returns the cursor of the same position in the topics of now; the given one if it is of these. Blocks; call it on
     * a virtual thread.
     *
     * @throws ProblemException {@code cursor_expired} or {@code kafka_unavailable}
     */
    public Cursor translate(OwnedSession session, Cursor given) {
        if (!isEarlier(given)) {
            return given;
        }
        int partition = SessionPartition.of(session.key(), topics.partitions());
        int number = Generation.number(topics.generation(), partition);
        if (given.isBeforeFirstEvent()) {
            return Cursor.beforeFirstEvent(given.turn(), number);
        }
        // Only the last copy says where a record was.
        return Optional.of(given).filter(cursor -> Generation.isOf(topics.generation() - 1, cursor.partition()))
                .flatMap(cursor -> find(new TopicPartition(topics.name(Topic.CHUNK_EVENTS), partition),
                        new CopiedFrom(Generation.partition(cursor.partition()), cursor.offset())))
                .filter(copy -> Arrays.equals(copy.key(), session.key().keyBytes()))
                .map(copy -> new Cursor(given.turn(), number, given.attempt(), copy.offset(), given.charsBeyond()))
                .orElseThrow(EarlierCursors::expired);
    }

    private Optional<ConsumerRecord<byte[], byte[]>> find(TopicPartition partition, CopiedFrom wanted) {
        BlockingReplay log = new BlockingReplay(replay, limits, timeout);
        log.beginSearch();
        try {
            LogBounds bounds = log.readBounds(partition);
            long before = bounds.startOffset();
            long end = bounds.endOffset();
            while (before < end) {
                long middle = before + (end - before) / 2;
                ConsumerRecord<byte[], byte[]> record = log.recordAt(partition, middle);
                // What was not copied was written later.
                int order = CopiedFrom.read(record.headers()).map(from -> from.compareTo(wanted)).orElse(1);
                if (order == 0) {
                    return Optional.of(record);
                }
                before = order < 0 ? middle + 1 : before;
                end = order < 0 ? end : middle;
            }
            return Optional.empty();
        } catch (PositionExpiredException deletedMeanwhile) {
            return Optional.empty();
        } finally {
            log.endSearch();
        }
    }

    private static ProblemException expired() {
        return new ProblemException(ProblemCode.CURSOR_EXPIRED,
                "What the cursor points to is not in Kafka any more; read from the beginning, or from now on.",
                "cursor");
    }
}
