package dev.rivulet.gateway.log.lookup;

import dev.rivulet.gateway.log.replay.RecordSelector;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.Command;
import dev.rivulet.schemas.command.PromptRequested;
import dev.rivulet.schemas.json.Json;
import dev.rivulet.schemas.json.UnreadableRecordException;
import dev.rivulet.schemas.result.TurnFinished;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Finds the first record of a kind about a turn. Records of other sessions are passed over by their key, unread.
 *
 * @param turnOf the turn a record is about; null when it is not of the kind
 */
record TurnRecords<T>(TurnAddress address, Class<T> type, Function<T, TurnId> turnOf) implements RecordSelector<T> {

    static TurnRecords<Command> prompt(TurnAddress address) {
        return new TurnRecords<>(address, Command.class,
                command -> command instanceof PromptRequested prompt ? prompt.turnId() : null);
    }

    static TurnRecords<TurnFinished> result(TurnAddress address) {
        return new TurnRecords<>(address, TurnFinished.class, TurnFinished::turnId);
    }

    @Override
    public Optional<T> select(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null || !address.admits(record.key())) {
            return Optional.empty();
        }
        try {
            T value = Json.read(record.value(), type);
            return address.turn().equals(turnOf.apply(value)) ? Optional.of(value) : Optional.empty();
        } catch (UnreadableRecordException notForUs) {
            return Optional.empty();
        }
    }

    @Override
    public boolean isLast(T selected) {
        return true;
    }
}
