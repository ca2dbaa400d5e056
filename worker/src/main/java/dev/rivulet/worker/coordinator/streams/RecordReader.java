package dev.rivulet.worker.coordinator.streams;

import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.json.Json;
import dev.rivulet.schemas.json.UnreadableRecordException;
import dev.rivulet.schemas.topic.DeadLetterHeaders;
import dev.rivulet.schemas.topic.SessionPartition;
import dev.rivulet.worker.metrics.TurnMetrics;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the values of one source topic and forwards them to the coordinator. A record that cannot be read is copied to
 * the dead letters, with the reason in headers, and the partition goes on. A type of a later version is counted and
 * skipped.
 *
 * @param <T> the type of the topic's values
 */
final class RecordReader<T> extends ContextualProcessor<byte[], byte[], Object, Object> {

    private static final Logger LOG = LoggerFactory.getLogger(RecordReader.class);

    private static final int ROOM_FOR_REASON = 8 << 10;

    private final Class<T> type;
    private final Function<T, SessionId> session;
    private final Limits limits;
    private final TurnMetrics metrics;

    /**
     * @param partitions how many partitions the topics have
     * @param recordBytes the largest record the dead letters take
     */
    record Limits(int partitions, int recordBytes) {}

    RecordReader(Class<T> type, Function<T, SessionId> session, Limits limits, TurnMetrics metrics) {
        this.type = type;
        this.session = session;
        this.limits = limits;
        this.metrics = metrics;
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        if (record.value() == null) {
            deadLetter(record, "has no value");
            return;
        }
        try {
            T value = Json.read(record.value(), type);
            SessionId id = session.apply(value);
            if (record.key() == null || !id.value().equals(new String(record.key(), StandardCharsets.UTF_8))) {
                deadLetter(record, "the key is not the record's sessionId");
            } else if (SessionPartition.of(id, limits.partitions()) != source().partition()) {
                // The coordinator of another partition would read the turn's result, and does not know the turn.
                deadLetter(record, "is not in the partition of its key (murmur2)");
            } else {
                context().forward(new Record<Object, Object>(id.value(), value, record.timestamp()),
                        CoordinatorTopology.COORDINATOR);
            }
        } catch (UnreadableRecordException unreadable) {
            if (unreadable.unknownType()) {
                metrics.unknownType(source().topic());
            } else {
                deadLetter(record, unreadable.getMessage());
            }
        }
    }

    private void deadLetter(Record<byte[], byte[]> record, String reason) {
        RecordMetadata source = source();
        metrics.deadLetter(source.topic());
        LOG.atWarn().addKeyValue("topic", source.topic()).addKeyValue("partition", source.partition())
                .addKeyValue("offset", source.offset()).addKeyValue("reason", reason)
                .log("unreadable record moved to the dead letters");
        boolean fits = size(record) + ROOM_FOR_REASON <= limits.recordBytes();
        Headers headers = fits ? new RecordHeaders(record.headers()) : new RecordHeaders();
        headers.add(DeadLetterHeaders.REASON, utf8(reason)).add(DeadLetterHeaders.TOPIC, utf8(source.topic()))
                .add(DeadLetterHeaders.PARTITION, utf8(Integer.toString(source.partition())))
                .add(DeadLetterHeaders.OFFSET, utf8(Long.toString(source.offset())));
        // A record that is too large is only described: it must not stop the partition.
        context().forward(new Record<Object, Object>(fits ? record.key() : null, fits ? record.value() : null,
                record.timestamp(), headers), CoordinatorTopology.DEAD_LETTERS);
    }

    private static long size(Record<byte[], byte[]> record) {
        long size = length(record.key()) + length(record.value());
        for (Header header : record.headers()) {
            size += header.key().length() + length(header.value());
        }
        return size;
    }

    private static long length(byte[] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

    private RecordMetadata source() {
        return context().recordMetadata().orElseThrow();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
