package dev.rivulet.gateway.log.lookup;

import dev.rivulet.gateway.log.event.TurnAccumulator;
import dev.rivulet.gateway.log.replay.PositionExpiredException;
import dev.rivulet.gateway.log.replay.TurnEventSelector;
import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.schemas.topic.Topic;
import java.util.Optional;
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
    public TurnSnapshot read(TurnAddress address) {
        LoggedTurn turn = finder.lookUp(address, finder.open());
        try {
            TurnAccumulator events = readEvents(turn);
            TurnSnapshot snapshot = TurnSnapshot.of(address.session(), address.turn(), events);
            return events.incomplete() ? ofResult(turn).orElse(snapshot) : snapshot;
        } catch (ProblemException problem) {
            if (problem.code() != ProblemCode.EVENTS_EXPIRED) {
                throw problem;
            }
            return ofResult(turn).orElseThrow(() -> problem);
        } finally {
            turn.log().endSearch();
        }
    }

    private static Optional<TurnSnapshot> ofResult(LoggedTurn turn) {
        return turn.result().map(LoggedTurn.Result::finished)
                .map(finished -> TurnSnapshot.of(turn.address().session(), finished));
    }

    private TurnAccumulator readEvents(LoggedTurn turn) {
        StartPosition.From start = finder.firstPosition(turn);
        TopicPartition events = finder.partition(Topic.CHUNK_EVENTS, turn.address());
        TurnAccumulator collected = new TurnAccumulator();
        try {
            turn.log().forEach(events, start.offset(), turn.log().readBounds(events).endOffset(),
                    new TurnEventSelector(turn.address().sessionTurn()), collected::add);
        } catch (PositionExpiredException expired) {
            throw new ProblemException(ProblemCode.EVENTS_EXPIRED, "The turn's events have left Kafka's retention.",
                    "turn");
        }
        return collected;
    }
}
