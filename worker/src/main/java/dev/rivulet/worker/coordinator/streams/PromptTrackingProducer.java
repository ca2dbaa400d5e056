package dev.rivulet.worker.coordinator.streams;

import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.SessionTurn;
import dev.rivulet.schemas.event.ChunkHeaders;
import dev.rivulet.schemas.event.EventType;
import dev.rivulet.worker.execution.PendingPromptEvents;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * The producer of a Streams thread. Tells {@link PendingPromptEvents} when a {@code prompt} event is sent and when
 * Kafka has acknowledged or refused it: a processor that forwards a record is told neither.
 */
final class PromptTrackingProducer extends CoalescingProducer {

    private final PendingPromptEvents pendingPrompts;

    PromptTrackingProducer(Map<String, Object> config, StallDetector stallDetector,
            PendingPromptEvents pendingPrompts) {
        super(config, stallDetector);
        this.pendingPrompts = pendingPrompts;
    }

    @Override
    public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, Callback callback) {
        Optional<SessionTurn> prompted = promptedTurn(record);
        return prompted.isPresent() ? sendPrompt(prompted.get(), record, callback) : super.send(record, callback);
    }

    private Future<RecordMetadata> sendPrompt(SessionTurn turn, ProducerRecord<byte[], byte[]> record,
            Callback callback) {
        pendingPrompts.sent(turn);
        try {
            return super.send(record, (metadata, failure) -> {
                pendingPrompts.completed(turn);
                if (callback != null) {
                    callback.onCompletion(metadata, failure);
                }
            });
        } catch (RuntimeException notSent) {
            pendingPrompts.completed(turn);
            throw notSent;
        }
    }

    /** The key of a {@code prompt} is the session's. */
    private static Optional<SessionTurn> promptedTurn(ProducerRecord<byte[], byte[]> record) {
        return ChunkHeaders.read(record.headers()).filter(event -> event.type() == EventType.PROMPT)
                .map(event -> new SessionTurn(new SessionId(new String(record.key(), StandardCharsets.US_ASCII)),
                        event.turn()));
    }
}
