package dev.rivulet.gateway.log;

import dev.rivulet.gateway.metrics.GatewayMeters;
import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.CancelRequested;
import dev.rivulet.schemas.command.Command;
import dev.rivulet.schemas.command.PromptRequested;
import dev.rivulet.schemas.command.ReadersChanged;
import dev.rivulet.schemas.command.SessionCommand;
import dev.rivulet.schemas.command.TurnCommand;
import dev.rivulet.schemas.command.UnknownCommand;
import dev.rivulet.schemas.json.Json;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Publishes commands on {@code prompt-requests}. Thread-safe. Does not block: the producer may, for metadata or buffer
 * space, so each send runs on a virtual thread of its own.
 */
public final class CommandPublisher implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CommandPublisher.class);
    /** What a record takes beside its value, at most. */
    private static final int AROUND = 4 << 10;
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

    private final Producer<byte[], byte[]> producer;
    private final String topic;
    private final int maxRecordBytes;
    private final GatewayMeters meters;

    /** @param maxRecordBytes the largest record that the topic should take */
    public CommandPublisher(Producer<byte[], byte[]> producer, String topic, int maxRecordBytes,
            GatewayMeters meters) {
        this.producer = producer;
        this.topic = topic;
        this.maxRecordBytes = maxRecordBytes;
        this.meters = meters;
    }

    /**
     * Publishes a command. The future completes on another thread, when Kafka has acknowledged it, or fails with a
     * {@link ProblemException}. After {@code kafka_unavailable} Kafka may still have the command: the outcome of a
     * timeout is unknown.
     */
    public CompletableFuture<Void> publish(Command command) {
        CompletableFuture<Void> acknowledged = new CompletableFuture<>();
        Thread.startVirtualThread(() -> send(command, acknowledged));
        return acknowledged;
    }

    /** Publishes a cancel without telling the caller the outcome. A failure is logged. */
    public void cancel(CancelRequested command) {
        publish(command);
    }

    /** Sends the buffered commands. Blocks for up to two seconds. */
    @Override
    public void close() {
        producer.close(CLOSE_TIMEOUT);
    }

    private void send(Command command, CompletableFuture<Void> acknowledged) {
        try {
            ProducerRecord<byte[], byte[]> record = record(command);
            producer.send(record, (metadata, failure) -> {
                if (failure == null) {
                    onAcknowledged(command);
                    acknowledged.complete(null);
                } else {
                    acknowledged.completeExceptionally(onFailure(command, record.value().length, failure));
                }
            });
        } catch (KafkaException | IllegalStateException failure) {
            acknowledged.completeExceptionally(onFailure(command, 0, failure));
        }
    }

    private ProducerRecord<byte[], byte[]> record(Command command) {
        long now = System.currentTimeMillis();
        // TurnFinder searches for a prompt at exactly this timestamp. Any other record tells the time as it is: one
        // that was stamped ahead would make the search for every turn of that time begin with it.
        long timestamp = command instanceof PromptRequested prompt
                ? Math.min(prompt.turnId().timestamp(), prompt.turnId().recordTimestamp(now))
                : now;
        byte[] key = command.sessionId().keyBytes();
        return new ProducerRecord<>(topic, null, timestamp, key, Json.write(command));
    }

    /**
     * Returns the turn that a command is about; for a command about a session, the id of the request; null if it names
     * neither.
     */
    private static TurnId subject(Command command) {
        return switch (command) {
            case TurnCommand turn -> turn.turnId();
            case SessionCommand session -> session.requestId();
            case ReadersChanged count -> null;
            case UnknownCommand later -> throw new IllegalArgumentException("an unknown command is only read");
        };
    }

    private void onAcknowledged(Command command) {
        if (command instanceof PromptRequested) {
            meters.promptAccepted();
        }
        LOG.atDebug().addKeyValue("about", subject(command))
                .addKeyValue("command", command.getClass().getSimpleName())
                .addKeyValue("session", command.sessionId()).log("command published");
    }

    /** A topic that refuses records which it should take is closed, or was made smaller: that may change. */
    private ProblemException onFailure(Command command, int bytes, Exception failure) {
        // Counts of readers are as many as there are readers, and nobody asked for one.
        LOG.atLevel(command instanceof ReadersChanged ? Level.DEBUG : Level.WARN).addKeyValue("about", subject(command))
                .addKeyValue("cause", failure.toString())
                .log("command not published");
        return switch (failure) {
            case RecordTooLargeException tooLarge when bytes + AROUND > maxRecordBytes ->
                new ProblemException(ProblemCode.BODY_TOO_LARGE, "The prompt is larger than Kafka takes.");
            default -> ProblemException.kafkaUnavailable();
        };
    }
}
