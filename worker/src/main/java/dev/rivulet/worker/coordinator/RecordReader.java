package dev.rivulet.worker.coordinator;

import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.json.Json;
import dev.rivulet.schemas.json.UnreadableRecordException;
import dev.rivulet.schemas.topic.DeadLetterHeaders;
import dev.rivulet.worker.metrics.TurnMetrics;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the values of one source topic. What can be read goes to the coordinator; what cannot goes to the dead letters as
 * it was found, with the reason in headers, and the partition moves on. A type of a later version is counted and skipped.
 *
 * @param <T> what the topic carries
 */
final class RecordReader<T> extends ContextualProcessor<byte[], byte[], Object, Object> {

    private static final Logger LOG = LoggerFactory.getLogger(RecordReader.class);

    private final Class<T> type;
    private final Function<T, SessionId> session;
    private final TurnMetrics metrics;

    RecordReader(Class<T> type, Function<T, SessionId> session, TurnMetrics metrics) {
        this.type = type;
        this.session = session;
        this.metrics = metrics;
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        if (record.value() == null) {
            return;
        }
        try {
            T value = Json.read(record.value(), type);
            String id = session.apply(value).value();
            if (record.key() == null || !id.equals(new String(record.key(), StandardCharsets.UTF_8))) {
                deadLetter(record, "the key is not the record's sessionId");
            } else {
                context().forward(new Record<Object, Object>(id, value, record.timestamp()),
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
        Headers headers = new RecordHeaders(record.headers());
        headers.add(DeadLetterHeaders.REASON, utf8(reason)).add(DeadLetterHeaders.TOPIC, utf8(source.topic()))
                .add(DeadLetterHeaders.PARTITION, utf8(Integer.toString(source.partition())))
                .add(DeadLetterHeaders.OFFSET, utf8(Long.toString(source.offset())));
        context().forward(new Record<Object, Object>(record.key(), record.value(), record.timestamp(), headers),
                CoordinatorTopology.DEAD_LETTERS);
    }

    private RecordMetadata source() {
        return context().recordMetadata().orElseThrow();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
