package dev.rivulet.gateway.log;

import dev.rivulet.gateway.metrics.GatewayMeters;
import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.CancelRequested;
import dev.rivulet.schemas.command.Command;
import dev.rivulet.schemas.command.PromptRequested;
import dev.rivulet.schemas.command.SessionCommand;
import dev.rivulet.schemas.command.TurnCommand;
import dev.rivulet.schemas.json.Json;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts commands on {@code prompt-requests}. Thread-safe and never blocks its caller: the producer can, for metadata or
 * buffer space, so each send has a virtual thread.
 */
public final class CommandPublisher implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CommandPublisher.class);
    private static final Duration CLOSE = Duration.ofSeconds(2);

    private final Producer<byte[], byte[]> producer;
    private final String topic;
    private final GatewayMeters meters;

    public CommandPublisher(Producer<byte[], byte[]> producer, String topic, GatewayMeters meters) {
        this.producer = producer;
        this.topic = topic;
        this.meters = meters;
    }

    /**
     * Completes on another thread, when Kafka has the command; or with a {@link ProblemException}. After {@code
     * kafka_unavailable} the command may still be there: the outcome of a time-out is not known.
     */
    public CompletableFuture<Void> publish(Command command) {
        CompletableFuture<Void> acknowledged = new CompletableFuture<>();
        Thread.startVirtualThread(() -> send(command, acknowledged));
        return acknowledged;
    }

    /** Asks for a cancel that nobody waits for. */
    public void cancel(CancelRequested command) {
        // What goes wrong is logged where it happens.
        publish(command);
    }

    /** Sends what waits, within two seconds. */
    @Override
    public void close() {
        producer.close(CLOSE);
    }

    private void send(Command command, CompletableFuture<Void> acknowledged) {
        try {
            producer.send(record(command), (metadata, failure) -> {
                if (failure == null) {
                    sent(command);
                    acknowledged.complete(null);
                } else {
                    acknowledged.completeExceptionally(problem(command, failure));
                }
            });
        } catch (KafkaException | IllegalStateException failure) {
            acknowledged.completeExceptionally(problem(command, failure));
        }
    }

    private ProducerRecord<byte[], byte[]> record(Command command) {
        TurnId about = about(command);
        // A prompt is found again at this very timestamp.
        long timestamp = command instanceof PromptRequested
                ? about.timestamp()
                : about.recordTimestamp(System.currentTimeMillis());
        byte[] key = command.sessionId().keyBytes();
        return new ProducerRecord<>(topic, null, timestamp, key, Json.write(command));
    }

    /** The turn, or the request where there is none. */
    private static TurnId about(Command command) {
        return switch (command) {
            case TurnCommand turn -> turn.turnId();
            case SessionCommand session -> session.requestId();
        };
    }

    private void sent(Command command) {
        if (command instanceof PromptRequested) {
            meters.promptAccepted();
        }
        LOG.atInfo().addKeyValue("session", command.sessionId()).addKeyValue("about", about(command))
                .addKeyValue("command", command.getClass().getSimpleName()).log("command published");
    }

    private static ProblemException problem(Command command, Exception failure) {
        LOG.atWarn().addKeyValue("session", command.sessionId()).addKeyValue("about", about(command))
                .addKeyValue("cause", failure.toString()).log("command not published");
        return switch (failure) {
            case RecordTooLargeException tooLarge ->
                new ProblemException(ProblemCode.BODY_TOO_LARGE, "The prompt is larger than Kafka takes.");
            case InvalidTimestampException fromTheFuture ->
                new ProblemException(ProblemCode.UNKNOWN_TURN, "The session has no such turn.", "turn");
            default -> ProblemException.kafkaUnavailable();
        };
    }
}
