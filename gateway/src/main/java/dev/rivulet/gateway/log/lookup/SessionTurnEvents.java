package dev.rivulet.gateway.log.lookup;

import dev.rivulet.gateway.log.event.ChunkRecord;
import dev.rivulet.gateway.log.replay.RecordSelector;
import dev.rivulet.gateway.log.replay.TurnEvents;
import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The events of a turn, which must be a turn of the session that was asked for. */
record SessionTurnEvents(TurnAddress address) implements RecordSelector<ChunkRecord> {

    @Override
    public Optional<ChunkRecord> select(ConsumerRecord<byte[], byte[]> record) {
        Optional<ChunkRecord> event = new TurnEvents(address.turn()).select(record);
        if (event.isPresent() && !address.admits(record.key())) {
            throw new ProblemException(ProblemCode.UNKNOWN_TURN, "The session has no such turn.", "turn");
        }
        return event;
    }
}
