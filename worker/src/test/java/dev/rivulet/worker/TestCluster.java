package dev.rivulet.worker;

import static dev.rivulet.testkit.wait.Waiting.await;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rivulet.runtime.FatalErrorHandler;
import dev.rivulet.runtime.config.Config;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.AttemptClaimed;
import dev.rivulet.schemas.command.CancelRequested;
import dev.rivulet.schemas.command.Command;
import dev.rivulet.schemas.command.PromptRequested;
import dev.rivulet.schemas.command.TurnCommand;
import dev.rivulet.schemas.command.TurnOptions;
import dev.rivulet.schemas.event.ChunkEvent;
import dev.rivulet.schemas.event.Delta;
import dev.rivulet.schemas.event.Sealed;
import dev.rivulet.schemas.event.Started;
import dev.rivulet.schemas.json.Json;
import dev.rivulet.schemas.json.UnreadableRecordException;
import dev.rivulet.schemas.result.TurnFinished;
import dev.rivulet.testkit.kafka.SharedKafka;
import dev.rivulet.testkit.llm.LlmSimulator;
import dev.rivulet.testkit.llm.Script;
import dev.rivulet.testkit.llm.Scripts;
import dev.rivulet.testkit.llm.SimulatedRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A simulated provider, any number of workers, and topics of its own in a broker: by default the one all share. */
final class TestCluster implements AutoCloseable {

    private static final Map<String, String> FAST = Map.of("rivulet.topics.partitions", "4",
            "rivulet.worker.heartbeat-interval", "100ms", "rivulet.worker.missed-heartbeats", "20",
            "rivulet.worker.standby-replicas", "0", "rivulet.worker.drain-timeout", "0s",
            "rivulet.provider.retry-initial-backoff", "10ms");

    private final String bootstrapServers;
    private final String prefix = SharedKafka.newPrefix(TestCluster.class);
    final LlmSimulator provider = LlmSimulator.start();
    private final Map<String, String> settings = new HashMap<>(FAST);
    private final Map<String, Function<SimulatedRequest, Script>> scripts = new ConcurrentHashMap<>();
    private final List<Worker> workers = new ArrayList<>();
    /** What workers said that could not go on. */
    final List<String> fatalErrors = new CopyOnWriteArrayList<>();
    private final AtomicInteger turns = new AtomicInteger();
    private final KafkaProducer<byte[], byte[]> producer;
    private TopicTail tail;

    TestCluster(Map<String, String> settings) {
        this(SharedKafka.bootstrapServers(), settings);
    }

    /** Over a broker of the test's own. */
    TestCluster(String bootstrapServers, Map<String, String> settings) {
        this.bootstrapServers = bootstrapServers;
        this.settings.put("rivulet.topics.prefix", prefix);
        this.settings.putAll(settings);
        producer = new KafkaProducer<>(Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers),
                new ByteArraySerializer(), new ByteArraySerializer());
        provider.script(request -> scripts.getOrDefault(request.prompt(), Scripts.echoConversation()).apply(request));
    }

    /** Starts a worker and waits until it coordinates. */
    Worker startWorker() throws InterruptedException {
        return startWorker(Map.of());
    }

    Worker startWorker(Map<String, String> more) throws InterruptedException {
        return startWorker(more, (sentence, cause) -> fatalErrors.add(sentence));
    }

    Worker startWorker(Map<String, String> more, FatalErrorHandler fatal) throws InterruptedException {
        Worker worker = launchWorker(more, fatal);
        await().until(worker::ready);
        return worker;
    }

    /** Starts a worker that may not be ready before others have come. */
    Worker launchWorker(Map<String, String> more) throws InterruptedException {
        return launchWorker(more, (sentence, cause) -> fatalErrors.add(sentence));
    }

    private Worker launchWorker(Map<String, String> more, FatalErrorHandler fatal) throws InterruptedException {
        Map<String, String> all = new HashMap<>(settings);
        all.putAll(more);
        Worker worker = Worker.start(Config.of(Map.of("KAFKA_BOOTSTRAP_SERVERS", bootstrapServers,
                "OPENAI_BASE_URL", provider.baseUrl()), all), fatal);
        workers.add(worker);
        if (tail == null) {
            tail = new TopicTail(bootstrapServers, topic("chunk-events"),
                    List.of(topic("turn-results"), topic("dead-letters"), topic("prompt-requests")));
        }
        return worker;
    }

    void stopWorker(Worker worker) {
        workers.remove(worker);
        worker.close();
    }

    /** The name that one of Rivulet's topics has here. */
    String topic(String name) {
        return prefix + name;
    }

    /** How the provider answers these words. Others are answered with what the model was told. */
    void script(String words, Script script) {
        script(words, request -> script);
    }

    void script(String words, Function<SimulatedRequest, Script> choice) {
        scripts.put(words, choice);
    }

    TurnId mint() {
        return new TurnId(new UUID(System.currentTimeMillis() << 16 | 0x7000 | turns.incrementAndGet() & 0xFFF,
                0x8000_0000_0000_0000L));
    }

    TurnId prompt(SessionId session, String words) {
        return prompt(session, words, TurnOptions.NONE);
    }

    TurnId prompt(SessionId session, String words, TurnOptions options) {
        return send(PromptRequested.ofPrompt(session, mint(), words, options));
    }

    TurnId send(TurnCommand command) {
        write(command.sessionId().value(), Json.write(command));
        return command.turnId();
    }

    void cancel(SessionId session, TurnId turn) {
        send(new CancelRequested(session, turn));
    }

    void write(String key, byte[] value) {
        producer.send(new ProducerRecord<>(topic("prompt-requests"), key == null ? null : key.getBytes(UTF_8), value));
        producer.flush();
    }

    /** Sets one of the settings that one of Rivulet's topics has in the broker. */
    void configure(String topic, String setting, String value) throws InterruptedException, ExecutionException {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic(topic));
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
            admin.incrementalAlterConfigs(Map.of(resource, List.of(new AlterConfigOp(new ConfigEntry(setting, value),
                    AlterConfigOp.OpType.SET)))).all().get();
        }
    }

    List<ChunkEvent> events(TurnId turn) {
        return tail.events(turn).stream().map(TopicTail.Event::event).toList();
    }

    List<TopicTail.Event> log(TurnId turn) {
        return tail.events(turn);
    }

    List<Started> starts(TurnId turn) {
        return only(Started.class, turn);
    }

    List<ChunkEvent.Terminal> terminals(TurnId turn) {
        return only(ChunkEvent.Terminal.class, turn);
    }

    /** The attempts of a turn that were given up. */
    List<Integer> seals(TurnId turn) {
        return only(Sealed.class, turn).stream().map(Sealed::attempt).toList();
    }

    List<Delta> deltas(TurnId turn, int attempt) {
        return only(Delta.class, turn).stream().filter(delta -> delta.attempt() == attempt).toList();
    }

    String text(TurnId turn) {
        return text(turn, 1);
    }

    String text(TurnId turn, int attempt) {
        return deltas(turn, attempt).stream().map(Delta::content).collect(Collectors.joining());
    }

    private <T extends ChunkEvent> List<T> only(Class<T> type, TurnId turn) {
        return events(turn).stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** Waits for the end of a turn. */
    ChunkEvent.Terminal terminal(TurnId turn) {
        await().until(() -> !terminals(turn).isEmpty());
        return terminals(turn).getFirst();
    }

    List<TurnFinished> results(TurnId turn) {
        return tail.records(topic("turn-results")).stream().map(record -> Json.read(record.value(), TurnFinished.class))
                .filter(result -> result.turnId().equals(turn)).toList();
    }

    /** The result of a turn that has ended. */
    TurnFinished result(TurnId turn) {
        await().until(() -> !results(turn).isEmpty());
        return results(turn).getFirst();
    }

    /** The claims of all turns, in the order of each partition. */
    List<AttemptClaimed> claims() {
        return tail.records(topic("prompt-requests")).stream().map(record -> readCommand(record.value()))
                .filter(AttemptClaimed.class::isInstance).map(AttemptClaimed.class::cast).toList();
    }

    private static Command readCommand(byte[] value) {
        try {
            return Json.read(value, Command.class);
        } catch (UnreadableRecordException hostile) {
            return null;
        }
    }

    List<ConsumerRecord<byte[], byte[]>> deadLetters() {
        return tail.records(topic("dead-letters"));
    }

    @Override
    public void close() {
        List.copyOf(workers).forEach(this::stopWorker);
        if (tail != null) {
            tail.close();
        }
        producer.close();
        provider.close();
    }
}
