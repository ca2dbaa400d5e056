package dev.rivulet.worker.coordinator.streams;

import dev.rivulet.schemas.event.ChunkHeaders;
import dev.rivulet.schemas.event.EventType;
import dev.rivulet.worker.execution.PendingPromptEvents;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Headers;

/** Tells {@link PendingPromptEvents} what becomes of the {@code prompt} events: Streams itself does not say. Made by Kafka. */
public final class PromptAckInterceptor implements ProducerInterceptor<byte[], byte[]> {

    /** The setting that holds the {@link PendingPromptEvents}. */
    static final String OPENINGS = "rivulet.pendingPrompts";

    private PendingPromptEvents pendingPrompts; // set before anything is sent

    @Override
    public void configure(Map<String, ?> settings) {
        pendingPrompts = (PendingPromptEvents) settings.get(OPENINGS);
    }

    @Override
    public ProducerRecord<byte[], byte[]> onSend(ProducerRecord<byte[], byte[]> record) {
        opening(record.headers()).ifPresent(event -> pendingPrompts.sent(event.turn()));
        return record;
    }

    @Override
    public void onAcknowledgement(RecordMetadata metadata, Exception failure, Headers headers) {
        opening(headers).ifPresent(event -> pendingPrompts.completed(event.turn()));
    }

    @Override
    public void close() {
        // Nothing is open.
    }

    private static Optional<ChunkHeaders> opening(Headers headers) {
        return ChunkHeaders.read(headers).filter(event -> event.type() == EventType.PROMPT);
    }
}
