package dev.rivulet.worker.execution;

import dev.rivulet.runtime.kafka.Topics;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.AttemptGivenUp;
import dev.rivulet.schemas.event.ChunkEvent;
import dev.rivulet.schemas.event.ChunkHeaders;
import dev.rivulet.schemas.event.EventType;
import dev.rivulet.schemas.json.Json;
import dev.rivulet.schemas.result.TurnFinished;
import dev.rivulet.schemas.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what an execution has to say to Kafka. Thread-safe; the producer is idempotent, so records of one session arrive
 * once and in the order of the calls. A call blocks while the producer's buffer is full: back-pressure on the provider.
 */
public final class TurnRecords {

    private static final Logger LOG = LoggerFactory.getLogger(TurnRecords.class);

    private final Producer<byte[], byte[]> producer;
    private final String chunkEvents;
    private final String turnResults;
    private final String commands;
    private final String owner;

    public TurnRecords(Producer<byte[], byte[]> producer, Topics topics, String owner) {
        this.producer = producer;
        this.chunkEvents = topics.name(Topic.CHUNK_EVENTS);
        this.turnResults = topics.name(Topic.TURN_RESULTS);
        this.commands = topics.name(Topic.PROMPT_REQUESTS);
        this.owner = owner;
    }

    /** The worker that writes. */
    public String owner() {
        return owner;
    }

    /** @param failed told when Kafka will never have the event */
    Future<RecordMetadata> publish(SessionId session, TurnId turn, ChunkEvent event, Consumer<Exception> failed) {
        ProducerRecord<byte[], byte[]> record = record(chunkEvents, session, turn, event);
        new ChunkHeaders(turn, EventType.of(event), event.attempt()).writeTo(record.headers(), owner);
        return producer.send(record, (metadata, failure) -> {
            if (failure != null) {
                failed.accept(failure);
            }
        });
    }

    /** Writes a result, the execution's own or of another that cannot any more. */
    public Future<RecordMetadata> publish(TurnFinished result) {
        return producer.send(record(turnResults, result.sessionId(), result.turnId(), result));
    }

    /** Lets the turn start elsewhere. Should this be lost, it does so when this worker is known to be gone. */
    void giveUp(TurnJob job) {
        try {
            producer.send(record(commands, job.session(), job.turn(),
                    new AttemptGivenUp(job.session(), job.turn(), job.attempt(), owner)));
        } catch (KafkaException | IllegalStateException unusable) {
            LOG.atWarn().addKeyValue("session", job.session()).addKeyValue("turn", job.turn()).setCause(unusable)
                    .log("a turn that waited here could not be passed on");
        }
    }

    private static ProducerRecord<byte[], byte[]> record(String topic, SessionId session, TurnId turn, Object value) {
        byte[] key = session.value().getBytes(StandardCharsets.US_ASCII);
        // Never before the turn's own time, so that the log's time index finds it: see TurnId.
        long timestamp = Math.max(System.currentTimeMillis(), turn.timestamp());
        return new ProducerRecord<>(topic, null, timestamp, key, Json.write(value));
    }
}
