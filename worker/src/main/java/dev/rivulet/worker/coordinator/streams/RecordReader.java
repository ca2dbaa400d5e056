package dev.rivulet.worker.coordinator.streams;

import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.command.UnknownCommand;
import dev.rivulet.schemas.json.Json;
import dev.rivulet.schemas.json.UnreadableRecordException;
import dev.rivulet.schemas.topic.SessionPartition;
import dev.rivulet.worker.metrics.TurnMetrics;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * Reads the values of one source topic and forwards them to what processes them. A record that cannot be processed is
 * copied to the dead letters, with the reason in headers, and the partition goes on; if it names a turn, the
 * coordinator gets what ends that turn. A command of a type of a later version is counted.
 *
 * @param <T> the type of the topic's values
 */
abstract sealed class RecordReader<T> extends ContextualProcessor<byte[], byte[], Object, Object>
        permits CommandReader, ResultReader {

    private final Class<T> type;
    private final InputLimits limits;
    private final TurnMetrics metrics;
    private DeadLetters deadLetters;

    RecordReader(Class<T> type, InputLimits limits, TurnMetrics metrics) {
        this.type = type;
        this.limits = limits;
        this.metrics = metrics;
    }

    /** Returns the session that a value names. */
    abstract SessionId session(T value);

    /** Returns why the value cannot be processed; empty if it can. */
    abstract Optional<String> refusal(T value, long now);

    /**
     * Returns what the coordinator gets in place of a record that cannot be processed; empty if it names no turn.
     *
     * @param session the record's key
     */
    abstract Optional<Object> substitute(SessionId session, LenientFields fields, String reason);

    /** Returns the processor that takes a value. */
    String processor(T value) {
        return CoordinatorTopology.COORDINATOR;
    }

    /** A record is in a partition whose coordinator does not know its session. It is in the dead letters already. */
    abstract void misplaced(T value);

    @Override
    public void init(ProcessorContext<Object, Object> context) {
        super.init(context);
        deadLetters = new DeadLetters(context, limits.topics(), limits.recordBytes(), metrics);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        if (record.value() == null) {
            deadLetters.write(record, "has no value");
            return;
        }
        if (record.value().length > limits.recordBytes()) {
            // It was compressed. Events and state of it would be refused.
            refuse(record, "is larger than a record may be");
            return;
        }
        try {
            read(record, Json.read(record.value(), type));
        } catch (UnreadableRecordException unreadable) {
            refuse(record, unreadable.getMessage());
        }
    }

    private void read(Record<byte[], byte[]> record, T value) {
        SessionId id = session(value);
        if (!key(record).filter(id::equals).isPresent()) {
            deadLetters.write(record, "the key is not the record's sessionId");
        } else if (!isHere(id)) {
            // The coordinator of another partition would read the turn's result, and does not know the turn.
            deadLetters.write(record, "is not in the partition of its key (murmur2)");
            misplaced(value);
        } else {
            if (value instanceof UnknownCommand) {
                metrics.unknownType(source().topic());
            }
            refusal(value, context().currentSystemTimeMs()).ifPresentOrElse(reason -> refuse(record, reason),
                    () -> forward(record, id, value, processor(value)));
        }
    }

    private void refuse(Record<byte[], byte[]> record, String reason) {
        deadLetters.write(record, reason);
        key(record).filter(this::isHere).ifPresent(session -> {
            LenientFields fields = LenientFields.of(record.value());
            if (!fields.has("sessionId") || fields.is("sessionId", session.value())) {
                substitute(session, fields, reason)
                        .ifPresent(end -> forward(record, session, end, CoordinatorTopology.COORDINATOR));
            }
        });
    }

    private void forward(Record<byte[], byte[]> record, SessionId session, Object value, String processor) {
        context().forward(new Record<>(session.value(), new Input(value, record, source().offset()),
                record.timestamp()), processor);
    }

    private boolean isHere(SessionId session) {
        return SessionPartition.of(session, limits.topics().partitions()) == source().partition();
    }

    private static Optional<SessionId> key(Record<byte[], byte[]> record) {
        try {
            return record.key() == null
                    ? Optional.empty()
                    : Optional.of(new SessionId(new String(record.key(), StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException noSession) {
            return Optional.empty();
        }
    }

    private RecordMetadata source() {
        return context().recordMetadata().orElseThrow();
    }
}
