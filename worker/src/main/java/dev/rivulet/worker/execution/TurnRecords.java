package dev.rivulet.worker.execution;

import dev.rivulet.runtime.kafka.Topics;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.SessionTurn;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.AttemptGivenUp;
import dev.rivulet.schemas.event.ChunkEvent;
import dev.rivulet.schemas.event.ChunkHeaders;
import dev.rivulet.schemas.event.Delta;
import dev.rivulet.schemas.event.EventType;
import dev.rivulet.schemas.event.Reasoning;
import dev.rivulet.schemas.event.Sealed;
import dev.rivulet.schemas.event.Started;
import dev.rivulet.schemas.event.ToolCall;
import dev.rivulet.schemas.json.Json;
import dev.rivulet.schemas.result.TurnFinished;
import dev.rivulet.schemas.topic.Topic;
import dev.rivulet.worker.provider.LoopTicks;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Header;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the records of executions to Kafka. Thread-safe. The producer is idempotent, so the records of one session
 * arrive once and in the order of the calls. A call blocks while the producer's buffer is full: back-pressure on the
 * provider.
 */
public final class TurnRecords implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TurnRecords.class);

    private final Producer<byte[], byte[]> producer;
    private final Timer timer;
    private final LingeringProducer events;
    private final Map<Integer, Long> results = new ConcurrentHashMap<>();
    private final String chunkEvents;
    private final String turnResults;
    private final String commands;
    private final String owner;

    /**
     * @param producer not closed here
     * @param linger how long events wait for others
     * @param ticks of the loops that read answers: what is read in one is written together
     */
    public TurnRecords(Producer<byte[], byte[]> producer, AdaptiveLinger linger, LoopTicks ticks, Topics topics,
            String owner) {
        this(producer, linger, ticks, topics, owner, new SystemTimer(linger::batchIntervalNanos));
    }

    TurnRecords(Producer<byte[], byte[]> producer, AdaptiveLinger linger, LoopTicks ticks, Topics topics, String owner,
            Timer timer) {
        this.timer = timer;
        this.producer = producer;
        this.events = new LingeringProducer(producer, linger, timer, ticks);
        this.chunkEvents = topics.name(Topic.CHUNK_EVENTS);
        this.turnResults = topics.name(Topic.TURN_RESULTS);
        this.commands = topics.name(Topic.PROMPT_REQUESTS);
        this.owner = owner;
    }

    /** Returns how long events have been waiting for the producer to take them, in nanoseconds. */
    long blockedFor(long now) {
        return events.sendingFor(now);
    }

    /** Returns the timer of what waits to be written. */
    Timer timer() {
        return timer;
    }

    /** Returns the id of the worker that writes. */
    public String owner() {
        return owner;
    }

    /** Returns a writer for the events of one attempt. */
    Attempt of(TurnJob job) {
        return new Attempt(job);
    }

    /** Writes a result: of an execution here, or of one that was lost with another worker. */
    public Future<RecordMetadata> publish(TurnFinished result) {
        return publish(result, failure -> {});
    }

    /**
     * The same.
     *
     * @param completed called with null when Kafka has the result, else with the failure; on any thread, must not block
     */
    public Future<RecordMetadata> publish(TurnFinished result, Consumer<Exception> completed) {
        return producer.send(record(turnResults, result.sessionId(), result.turnId(), result), (metadata, failure) -> {
            if (failure == null) {
                results.merge(metadata.partition(), metadata.offset(), Math::max);
            }
            completed.accept(failure);
        });
    }

    /**
     * Writes the seal of an attempt that was given up: see {@link Sealed}. What its worker writes later does not count.
     */
    public Future<RecordMetadata> seal(SessionId session, TurnId turn, int attempt) {
        return producer.send(new ProducerRecord<>(chunkEvents, null, timestamp(turn), session.keyBytes(),
                Json.write(new Sealed(attempt)), new ChunkHeaders(turn, EventType.SEALED, attempt).headers(owner)));
    }

    /** Returns the offset of the last result written here, by partition of {@code turn-results}. */
    public Map<Integer, Long> results() {
        return Map.copyOf(results);
    }

    /**
     * Lets the turn start in another worker at once. If the record is lost, it starts there when this worker is known
     * to be gone.
     */
    void giveUp(TurnJob job) {
        giveUp(job, false);
    }

    /** The same for an attempt that ended here without a result. Its coordinator does what the turn wants then. */
    void giveUpBegun(TurnJob job) {
        giveUp(job, true);
    }

    private void giveUp(TurnJob job, boolean begun) {
        try {
            giveUp(job.sessionTurn(), job.attempt(), owner, begun);
        } catch (KafkaException | IllegalStateException unusable) {
            LOG.atWarn().addKeyValue("turn", job.turn()).setCause(unusable)
                    .log("a turn that waited here could not be passed on");
        }
    }

    /**
     * Gives an attempt up in the name of a worker.
     *
     * @param begun whether it had begun there
     */
    public Future<RecordMetadata> giveUp(SessionTurn turn, int attempt, String worker, boolean begun) {
        return producer.send(record(commands, turn.session(), turn.id(),
                new AttemptGivenUp(turn.session(), turn.id(), attempt, worker, begun ? true : null)));
    }

    private static ProducerRecord<byte[], byte[]> record(String topic, SessionId session, TurnId turn, Object value) {
        return new ProducerRecord<>(topic, null, timestamp(turn), session.keyBytes(), Json.write(value));
    }

    private static long timestamp(TurnId turn) {
        return turn.recordTimestamp(System.currentTimeMillis());
    }

    @Override
    public void close() {
        timer.close();
    }

    /**
     * Writes the events of one attempt. The key and the headers are made once. After the first event that Kafka will
     * never have, nothing more is handed to the producer, because readers would see a gap. What the producer has
     * already cannot be taken back: it may be delivered behind the gap, and readers ignore it.
     */
    final class Attempt {

        private final TurnId turn;
        private final byte[] key;
        private final Iterable<Header> started;
        private final Iterable<Header> delta;
        private final Iterable<Header> reasoning;
        private final Iterable<Header> toolCall;
        private volatile boolean broken;

        private Attempt(TurnJob job) {
            turn = job.turn();
            key = job.session().keyBytes();
            started = headers(job, EventType.STARTED);
            delta = headers(job, EventType.DELTA);
            reasoning = headers(job, EventType.REASONING);
            toolCall = headers(job, EventType.TOOL_CALL);
        }

        private Iterable<Header> headers(TurnJob job, EventType type) {
            return new ChunkHeaders(turn, type, job.attempt()).headers(owner);
        }

        /** @param failed called when Kafka will never have the event; on any thread, must not block */
        Future<RecordMetadata> publish(ChunkEvent event, Consumer<Exception> failed) {
            Iterable<Header> headers = switch (event) {
                case Started s -> started;
                case Delta d -> delta;
                case Reasoning r -> reasoning;
                case ToolCall c -> toolCall;
                case Sealed s -> throw new IllegalArgumentException("no attempt gives itself up");
                case ChunkEvent.Terminal t -> throw new IllegalArgumentException("only coordinators end turns");
                case ChunkEvent.OfSession s -> throw new IllegalArgumentException("only coordinators open turns");
            };
            return events.send(
                    new ProducerRecord<>(chunkEvents, null, timestamp(turn), key, Json.write(event), headers),
                    (metadata, failure) -> {
                        if (failure != null) {
                            broken = true;
                            failed.accept(failure);
                        }
                    }, () -> !broken);
        }
    }
}
