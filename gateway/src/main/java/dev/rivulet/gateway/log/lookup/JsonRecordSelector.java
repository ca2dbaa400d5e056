package dev.rivulet.gateway.log.lookup;

import dev.rivulet.gateway.log.replay.RecordSelector;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.json.Json;
import dev.rivulet.schemas.json.UnreadableRecordException;
import dev.rivulet.schemas.result.TurnFinished;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Selects the first JSON record of a type that is about a turn. Records of other sessions are skipped by their key,
 * without parsing them.
 *
 * @param type the type that the topic's records are parsed to
 * @param turnOf returns the turn of a record; null if the record is not wanted
 */
record JsonRecordSelector<T>(TurnAddress address, Class<T> type, Function<T, TurnId> turnOf)
        implements
            RecordSelector<T> {

    /** Reads only what names the turn: a prompt may have options that only workers of a later version know. */
    static JsonRecordSelector<CommandName> prompt(TurnAddress address) {
        return new JsonRecordSelector<>(address, CommandName.class,
                command -> CommandName.PROMPT.equals(command.type) ? command.turnId : null);
    }

    /** @param turnId null for a command about a session */
    record CommandName(String type, TurnId turnId) {

        private static final String PROMPT = "PromptRequested";
    }

    static JsonRecordSelector<TurnFinished> result(TurnAddress address) {
        return new JsonRecordSelector<>(address, TurnFinished.class, TurnFinished::turnId);
    }

    @Override
    public Optional<T> select(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null || !address.matchesKey(record.key())) {
            return Optional.empty();
        }
        try {
            T value = Json.read(record.value(), type);
            return address.turn().equals(turnOf.apply(value)) ? Optional.of(value) : Optional.empty();
        } catch (UnreadableRecordException skipped) {
            return Optional.empty();
        }
    }

    @Override
    public boolean isLast(T selected) {
        return true;
    }
}
