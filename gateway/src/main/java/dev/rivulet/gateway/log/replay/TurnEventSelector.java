package dev.rivulet.gateway.log.replay;

import dev.rivulet.gateway.log.event.ChunkRecord;
import dev.rivulet.gateway.log.event.TurnEvent;
import dev.rivulet.gateway.log.event.TurnRecord;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.event.ChunkHeaders;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Selects the records of one turn, up to its first terminal event. */
public record TurnEventSelector(TurnId turn) implements RecordSelector<TurnRecord> {

    @Override
    public Optional<TurnRecord> select(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            return Optional.empty();
        }
        return ChunkHeaders.read(record.headers()).filter(headers -> headers.turn().equals(turn))
                .map(headers -> ChunkRecord.of(record.offset(), headers, record.value()))
                .flatMap(chunk -> chunk instanceof TurnRecord event ? Optional.of(event) : Optional.empty());
    }

    @Override
    public boolean isLast(TurnRecord selected) {
        return selected instanceof TurnEvent.End;
    }
}
