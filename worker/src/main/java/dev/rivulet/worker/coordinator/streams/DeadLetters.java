package dev.rivulet.worker.coordinator.streams;

import dev.rivulet.runtime.kafka.Topics;
import dev.rivulet.schemas.topic.DeadLetterHeaders;
import dev.rivulet.worker.metrics.TurnMetrics;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies what cannot be processed to the dead letters, with the reason in headers. What is too large for that is only
 * described: it must not stop the partition. Must be used on the thread of the processor.
 *
 * @param context of the processor; it must have the sink of the dead letters
 * @param recordBytes the largest record that the dead letters take
 */
record DeadLetters(ProcessorContext<? super byte[], ? super byte[]> context, Topics topics, int recordBytes,
        TurnMetrics metrics) {

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);
    private static final int ROOM_FOR_REASON = 8 << 10;

    /** Copies the input that is being processed. */
    void write(Record<byte[], byte[]> record, String reason) {
        RecordMetadata source = context.recordMetadata().orElseThrow();
        Headers headers = new RecordHeaders().add(DeadLetterHeaders.OFFSET, utf8(Long.toString(source.offset())));
        write(record, source.topic(), source.partition(), headers, reason);
    }

    /** Copies the state of a session. */
    void write(UnreadableState state) {
        Record<byte[], byte[]> record = new Record<>(utf8(state.session()), state.value(),
                context.currentSystemTimeMs());
        write(record, state.store().named(topics.prefix()), context.taskId().partition(), new RecordHeaders(),
                state.reason());
    }

    private void write(Record<byte[], byte[]> record, String topic, int partition, Headers position, String reason) {
        metrics.deadLetter(topic);
        LOG.atWarn().addKeyValue("topic", topic).addKeyValue("partition", partition)
                .addKeyValue("offset", text(position.lastHeader(DeadLetterHeaders.OFFSET)))
                .addKeyValue("reason", reason).log("unreadable record moved to the dead letters");
        boolean fits = size(record) + ROOM_FOR_REASON <= recordBytes;
        Headers headers = fits ? new RecordHeaders(record.headers()) : new RecordHeaders();
        headers.add(DeadLetterHeaders.REASON, utf8(reason)).add(DeadLetterHeaders.TOPIC, utf8(topic))
                .add(DeadLetterHeaders.PARTITION, utf8(Integer.toString(partition)));
        position.forEach(headers::add);
        context.forward(new Record<>(fits ? record.key() : null, fits ? record.value() : null, record.timestamp(),
                headers), CoordinatorTopology.DEAD_LETTERS);
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

    private static String text(Header header) {
        return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
