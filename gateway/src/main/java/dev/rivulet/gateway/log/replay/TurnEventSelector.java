package dev.rivulet.gateway.log.replay;

import dev.rivulet.gateway.log.event.ChunkRecord;
import dev.rivulet.gateway.log.event.TurnEvent;
import dev.rivulet.gateway.log.event.TurnRecord;
import dev.rivulet.schemas.SessionTurn;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.event.ChunkHeaders;
import java.util.Arrays;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Selects the records of one turn, up to its first terminal event. */
public final class TurnEventSelector implements RecordSelector<TurnRecord> {

    private final TurnId id;
    private final byte[] key;

    public TurnEventSelector(SessionTurn turn) {
        this.id = turn.id();
        this.key = turn.session().keyBytes();
    }

    @Override
    public Optional<TurnRecord> select(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            return Optional.empty();
        }
        return ChunkHeaders.read(record.headers())
                .filter(headers -> headers.turn().equals(id) && Arrays.equals(record.key(), key))
                .map(headers -> ChunkRecord.of(record.offset(), record.timestamp(), headers, record.value()))
                .flatMap(chunk -> chunk instanceof TurnRecord event ? Optional.of(event) : Optional.empty());
    }

    @Override
    public boolean isLast(TurnRecord selected) {
        return selected instanceof TurnEvent.End;
    }
}
