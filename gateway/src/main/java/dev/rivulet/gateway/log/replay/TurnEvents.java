package dev.rivulet.gateway.log.replay;

import dev.rivulet.gateway.log.event.ChunkRecord;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.event.ChunkHeaders;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The events of one turn, up to its first terminal. */
public record TurnEvents(TurnId turn) implements RecordSelector<ChunkRecord> {

    @Override
    public Optional<ChunkRecord> select(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            return Optional.empty();
        }
        return ChunkHeaders.read(record.headers())
                .filter(headers -> headers.type().ofTurn() && headers.turn().equals(turn))
                .map(headers -> new ChunkRecord(record.offset(), headers, record.value()));
    }

    @Override
    public boolean isLast(ChunkRecord selected) {
        return selected.type().terminal();
    }
}
