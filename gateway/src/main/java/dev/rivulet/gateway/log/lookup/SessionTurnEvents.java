package dev.rivulet.gateway.log.lookup;

import dev.rivulet.gateway.log.event.TurnRecord;
import dev.rivulet.gateway.log.replay.RecordSelector;
import dev.rivulet.gateway.log.replay.TurnEvents;
import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Selects the records of one turn; throws {@code unknown_turn} if the turn is not one of the address's session. */
record SessionTurnEvents(TurnAddress address) implements RecordSelector<TurnRecord> {

    @Override
    public Optional<TurnRecord> select(ConsumerRecord<byte[], byte[]> record) {
        Optional<TurnRecord> event = new TurnEvents(address.turn()).select(record);
        if (event.isPresent() && !address.admits(record.key())) {
            throw new ProblemException(ProblemCode.UNKNOWN_TURN, "The session has no such turn.", "turn");
        }
        return event;
    }
}
