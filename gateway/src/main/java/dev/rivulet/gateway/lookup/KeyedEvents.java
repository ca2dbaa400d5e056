package dev.rivulet.gateway.lookup;

import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.gateway.relay.ChunkRecord;
import dev.rivulet.gateway.replay.Selector;
import dev.rivulet.gateway.replay.TurnEvents;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The events of a turn, which must be a turn of the session that was asked for. */
record KeyedEvents(TurnAddress address) implements Selector<ChunkRecord> {

    @Override
    public Optional<ChunkRecord> select(ConsumerRecord<byte[], byte[]> record) {
        Optional<ChunkRecord> event = new TurnEvents(address.turn()).select(record);
        if (event.isPresent() && !address.admits(record.key())) {
            throw new ProblemException(ProblemCode.UNKNOWN_TURN, "The session has no such turn.", "turn");
        }
        return event;
    }
}
