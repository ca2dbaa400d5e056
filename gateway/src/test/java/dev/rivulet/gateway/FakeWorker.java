package dev.rivulet.gateway;

import static dev.rivulet.testkit.wait.Waiting.await;

import dev.rivulet.gateway.log.TurnIds;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.CancelRequested;
import dev.rivulet.schemas.command.Command;
import dev.rivulet.schemas.command.PromptRequested;
import dev.rivulet.schemas.command.SessionRequested;
import dev.rivulet.schemas.command.TurnCommand;
import dev.rivulet.schemas.event.Accepted;
import dev.rivulet.schemas.event.ChunkEvent;
import dev.rivulet.schemas.event.ChunkHeaders;
import dev.rivulet.schemas.event.CoordinatorReply;
import dev.rivulet.schemas.event.Delta;
import dev.rivulet.schemas.event.EventType;
import dev.rivulet.schemas.json.Json;
import dev.rivulet.schemas.json.UnreadableRecordException;
import dev.rivulet.schemas.result.Outcome;
import dev.rivulet.schemas.result.TurnFinished;
import dev.rivulet.schemas.topic.SessionPartition;
import dev.rivulet.schemas.usage.UsageTotal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Plays the workers: reads commands, and writes the events and results that a test wants. Thread-safe. */
final class FakeWorker implements AutoCloseable {

    private final List<ConsumerRecord<byte[], byte[]>> records = new CopyOnWriteArrayList<>();
    private final List<Command> commands = new CopyOnWriteArrayList<>();
    private BiConsumer<FakeWorker, PromptRequested> onPrompt = (worker, prompt) -> {};
    private Function<SessionRequested, String> onQuestion = question -> null;
    private String bootstrapServers; // null, like the rest, before it is started
    private String prefix; // of the topics
    private KafkaProducer<byte[], byte[]> producer;
    private KafkaConsumer<byte[], byte[]> consumer; // owned by the thread, except for wakeup
    private Thread thread;
    private volatile boolean closed;

    /** Sets what is done with a prompt, on the worker's own thread, as soon as it is read. Call it before the start. */
    FakeWorker onPrompt(BiConsumer<FakeWorker, PromptRequested> action) {
        onPrompt = action;
        return this;
    }

    /** Sets the JSON with which a question about a session is answered; null for none. Call it before the start. */
    FakeWorker onQuestion(Function<SessionRequested, String> reply) {
        onQuestion = reply;
        return this;
    }

    /** Answers a question as for a session without turns: for {@link #onQuestion}. */
    static String emptySession(SessionRequested question) {
        return "{\"requestId\":\"" + question.requestId() + "\",\"messages\":[],\"queue\":[]}";
    }

    /** Starts it over the topics with a prefix, which must be there; returns it. */
    FakeWorker start(String kafka, String topicPrefix) {
        bootstrapServers = kafka;
        prefix = topicPrefix;
        producer = new KafkaProducer<>(Map.of("bootstrap.servers", kafka, "enable.metrics.push", "false"),
                new ByteArraySerializer(), new ByteArraySerializer());
        consumer = new KafkaConsumer<>(Map.of("bootstrap.servers", kafka, "auto.offset.reset", "earliest",
                "fetch.max.wait.ms", "50", "enable.metrics.push", "false"), new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        thread = Thread.ofPlatform().start(this::run);
        return this;
    }

    private void run() {
        try (KafkaConsumer<byte[], byte[]> own = consumer) {
            own.assign(own.partitionsFor(prefix + "prompt-requests").stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition())).toList());
            while (!closed) {
                own.poll(Duration.ofSeconds(1)).forEach(this::read);
            }
        } catch (WakeupException close) {
            // closed
        }
    }

    private void read(ConsumerRecord<byte[], byte[]> record) {
        Command command;
        try {
            command = Json.read(record.value(), Command.class);
        } catch (UnreadableRecordException later) {
            return;
        }
        records.add(record);
        commands.add(command);
        if (command instanceof PromptRequested prompt) {
            onPrompt.accept(this, prompt);
        } else if (command instanceof SessionRequested question && onQuestion.apply(question) != null) {
            reply(question.sessionId().value(), question.requestId(), onQuestion.apply(question));
        }
    }

    /** The prompt of a turn, waiting for it. */
    PromptRequested prompt(String turn) {
        await().until(() -> of(PromptRequested.class, turn) == 1);
        return commands.stream().filter(PromptRequested.class::isInstance).map(PromptRequested.class::cast)
                .filter(command -> isAbout(command, turn)).findFirst().orElseThrow();
    }

    /** Waits for the first command of a type about a session. */
    <C extends Command> C about(String session, Class<C> type) {
        Supplier<Optional<C>> first = () -> commands.stream().filter(type::isInstance).map(type::cast)
                .filter(command -> command.sessionId().value().equals(session)).findFirst();
        await().until(() -> first.get().isPresent());
        return first.get().orElseThrow();
    }

    /** How many cancels came for a turn. */
    long cancels(String turn) {
        return of(CancelRequested.class, turn);
    }

    /** How many cancels came for a turn of a session. */
    long cancels(String session, String turn) {
        return commands.stream().filter(CancelRequested.class::isInstance)
                .filter(command -> command.sessionId().value().equals(session) && isAbout(command, turn)).count();
    }

    /** The Kafka timestamps of all commands about a turn. */
    List<Long> timestamps(String turn) {
        return IntStream.range(0, commands.size())
                .filter(i -> isAbout(commands.get(i), turn))
                .mapToObj(i -> records.get(i).timestamp()).toList();
    }

    private long of(Class<? extends Command> type, String turn) {
        return commands.stream().filter(type::isInstance).filter(command -> isAbout(command, turn))
                .count();
    }

    /** Writes an event; returns where it lies. */
    RecordMetadata publish(String session, String turn, ChunkEvent event) {
        TurnId id = TurnId.parse(turn);
        ProducerRecord<byte[], byte[]> record = record("chunk-events", session, id, Json.write(event));
        new ChunkHeaders(id, EventType.of(event), event.attempt()).writeTo(record.headers(), "fake");
        return send(record);
    }

    /** Says which turn a prompt's key stands for. */
    void accept(PromptRequested prompt, TurnId turn, Accepted.Status status) {
        Accepted accepted = new Accepted(prompt.idempotency().requestId(), turn, status);
        ProducerRecord<byte[], byte[]> record = record("chunk-events", prompt.sessionId().value(),
                accepted.requestId(), Json.write(accepted));
        accepted.writeTo(record.headers());
        send(record);
    }

    /** Replies to a request with any JSON. */
    void reply(String session, TurnId request, String json) {
        ProducerRecord<byte[], byte[]> record = record("chunk-events", session, request,
                json.getBytes(StandardCharsets.UTF_8));
        record.headers().add(CoordinatorReply.REQUEST, request.toString().getBytes(StandardCharsets.US_ASCII));
        send(record);
    }

    /** Writes an event of any type; returns where it lies. */
    RecordMetadata event(String session, String turn, String type, int attempt, String json) {
        ProducerRecord<byte[], byte[]> record = record("chunk-events", session, TurnId.parse(turn),
                json.getBytes(StandardCharsets.UTF_8));
        Map.of(ChunkHeaders.TURN, turn, ChunkHeaders.TYPE, type, ChunkHeaders.ATTEMPT, Integer.toString(attempt))
                .forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.US_ASCII)));
        return send(record);
    }

    /** Writes any command about a turn, as a backend or another gateway does. */
    void command(String session, TurnId turn, String json) {
        send(record("prompt-requests", session, turn, json.getBytes(StandardCharsets.UTF_8)));
    }

    void publish(PromptRequested prompt, ChunkEvent... events) {
        for (ChunkEvent event : events) {
            publish(prompt.sessionId().value(), prompt.turnId().toString(), event);
        }
    }

    /** Writes many records that are no commands, of which Kafka has all after a {@link #flush}. */
    void sendToCommands(String session, int count) {
        for (int i = 0; i < count; i++) {
            producer.send(
                    record("prompt-requests", session, new TurnIds().next(), "[]".getBytes(StandardCharsets.US_ASCII)));
        }
    }

    /** Writes many deltas; returns when Kafka has them all. */
    void publishDeltas(String session, String turn, int from, int count, String text) {
        sendDeltas(session, turn, from, count, text);
        flush();
    }

    /** Writes many deltas, of which Kafka has all after a {@link #flush}. */
    void sendDeltas(String session, String turn, int from, int count, String text) {
        TurnId id = TurnId.parse(turn);
        for (int seq = from; seq < from + count; seq++) {
            Delta delta = new Delta(1, seq, text);
            ProducerRecord<byte[], byte[]> record = record("chunk-events", session, id, Json.write(delta));
            new ChunkHeaders(id, EventType.DELTA, 1).writeTo(record.headers(), "fake");
            producer.send(record);
        }
    }

    void flush() {
        producer.flush();
    }

    /**
     * Deletes the oldest chunk events of a partition, as retention does. Returns when they are gone.
     *
     * @param beforeOffset of the first that is kept; -1 to keep none
     */
    void deleteChunkEvents(int partition, long beforeOffset) throws ExecutionException, InterruptedException {
        try (Admin admin = Admin
                .create(Map.of("bootstrap.servers", bootstrapServers, "enable.metrics.push", "false"))) {
            admin.deleteRecords(Map.of(new TopicPartition(prefix + "chunk-events", partition),
                    RecordsToDelete.beforeOffset(beforeOffset))).all().get();
        }
    }

    /** Writes a whole answer in one attempt. */
    void answer(String session, String turn, String... texts) {
        publish(session, turn, Chunks.started(1));
        long seq = 0;
        for (String text : texts) {
            publish(session, turn, new Delta(1, seq++, text));
        }
        publish(session, turn, Chunks.done(1, seq, "stop", String.join("", texts).length()));
    }

    void finish(String session, String turn, Outcome outcome, String text) {
        TurnFinished finished = new TurnFinished(new SessionId(session), TurnId.parse(turn), 1, "fake", outcome, 1,
                text, "gpt-4o-mini", "fake", Chunks.TIMINGS);
        send(record("turn-results", session, TurnId.parse(turn), Json.write(finished)));
    }

    /** Writes what was used, as workers count it. */
    void usage(UsageTotal total) {
        usage(total.owner(), total.key(), Json.write(total));
    }

    /** Writes any record among those of what was used. */
    void usage(String key, String value) {
        usage("", key, value == null ? null : value.getBytes(StandardCharsets.UTF_8));
    }

    private void usage(String owner, String key, byte[] value) {
        String topic = prefix + "usage";
        send(new ProducerRecord<>(topic,
                SessionPartition.ofKey(UsageTotal.partitionKey(owner), producer.partitionsFor(topic).size()),
                key.getBytes(StandardCharsets.UTF_8), value));
    }

    private RecordMetadata send(ProducerRecord<byte[], byte[]> record) {
        try {
            return producer.send(record).get();
        } catch (ExecutionException failure) {
            throw new IllegalStateException(failure.getCause());
        } catch (InterruptedException stop) {
            throw new IllegalStateException(stop);
        }
    }

    private ProducerRecord<byte[], byte[]> record(String topic, String session, TurnId turn, byte[] value) {
        return new ProducerRecord<>(prefix + topic, null, turn.recordTimestamp(System.currentTimeMillis()),
                session.getBytes(StandardCharsets.US_ASCII), value);
    }

    @Override
    public void close() {
        if (thread == null) {
            return;
        }
        closed = true;
        consumer.wakeup();
        try {
            thread.join();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
        producer.close(Duration.ofSeconds(1));
    }

    private static boolean isAbout(Command command, String turn) {
        return command instanceof TurnCommand about && about.turnId().toString().equals(turn);
    }
}
