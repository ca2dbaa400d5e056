package dev.rivulet.gateway.log.lookup;

import dev.rivulet.gateway.log.event.TurnAccumulator;
import dev.rivulet.gateway.log.replay.PositionExpiredException;
import dev.rivulet.gateway.log.replay.TurnEventSelector;
import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.topic.Topic;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads turns as they are now: from their events while Kafka has them all, and from their result after that. Methods
 * block; call them on virtual threads.
 */
public final class TurnSnapshots {

    private final TurnFinder finder;

    public TurnSnapshots(TurnFinder finder) {
        this.finder = finder;
    }

    /**
     * Reads a turn.
     *
     * @throws ProblemException {@code unknown_turn}, {@code events_expired} or {@code kafka_unavailable}
     */
    public TurnSnapshot read(TurnAddress address, SessionId session) {
        BlockingReplay log = finder.open();
        try {
            TurnAccumulator turn = readEvents(address, log);
            TurnSnapshot snapshot = TurnSnapshot.of(session, address.turn(), turn);
            return turn.incomplete()
                    ? finder.findResult(address, log).map(TurnSnapshot::of).orElse(snapshot)
                    : snapshot;
        } catch (ProblemException problem) {
            if (problem.code() != ProblemCode.EVENTS_EXPIRED) {
                throw problem;
            }
            return finder.findResult(address, log).map(TurnSnapshot::of).orElseThrow(() -> problem);
        }
    }

    private TurnAccumulator readEvents(TurnAddress address, BlockingReplay log) {
        StartPosition.From start = finder.firstPosition(address, log);
        TopicPartition events = finder.partition(Topic.CHUNK_EVENTS, address);
        TurnAccumulator turn = new TurnAccumulator();
        try {
            log.forEach(events, start.offset(), log.readBounds(events).endOffset(),
                    new TurnEventSelector(address.sessionTurn()), turn::add);
        } catch (PositionExpiredException expired) {
            throw new ProblemException(ProblemCode.EVENTS_EXPIRED, "The turn's events have left Kafka's retention.",
                    "turn");
        }
        return turn;
    }
}
