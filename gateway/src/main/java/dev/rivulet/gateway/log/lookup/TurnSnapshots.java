package dev.rivulet.gateway.log.lookup;

import dev.rivulet.gateway.log.event.TurnAccumulator;
import dev.rivulet.gateway.log.replay.PositionExpiredException;
import dev.rivulet.gateway.log.replay.TurnEvents;
import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.topic.Topic;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads turns as they are now: from their events while those are held, and from their result after that. Blocks, and is
 * for virtual threads.
 */
public final class TurnSnapshots {

    private final TurnFinder finder;

    public TurnSnapshots(TurnFinder finder) {
        this.finder = finder;
    }

    /** @throws ProblemException {@code unknown_turn}, {@code events_expired} or {@code kafka_unavailable} */
    public TurnSnapshot of(TurnAddress address, SessionId session) {
        LogQuery query = finder.query();
        try {
            return fold(address, session, query);
        } catch (ProblemException problem) {
            if (problem.code() != ProblemCode.EVENTS_EXPIRED) {
                throw problem;
            }
            return finder.result(address, query).map(TurnSnapshot::of).orElseThrow(() -> problem);
        }
    }

    private TurnSnapshot fold(TurnAddress address, SessionId session, LogQuery query) {
        StartPosition.From start = finder.beginning(address, query);
        TopicPartition events = finder.partition(Topic.CHUNK_EVENTS, address);
        TurnAccumulator fold = new TurnAccumulator();
        try {
            query.each(events, start.offset(), query.bounds(events).end(), new TurnEvents(address.turn()), fold::add);
        } catch (PositionExpiredException dropped) {
            throw new ProblemException(ProblemCode.EVENTS_EXPIRED, "The turn's events have left Kafka's retention.",
                    "turn");
        }
        return TurnSnapshot.of(session, address.turn(), fold);
    }
}
