package dev.rivulet.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.AttemptClaimed;
import dev.rivulet.schemas.command.Command;
import dev.rivulet.schemas.command.OnInterruption;
import dev.rivulet.schemas.command.PromptRequested;
import dev.rivulet.schemas.command.TurnOptions;
import dev.rivulet.schemas.event.ChunkHeaders;
import dev.rivulet.schemas.event.EventType;
import dev.rivulet.schemas.json.Json;
import dev.rivulet.schemas.result.Outcome;
import dev.rivulet.schemas.result.TurnFinished;
import dev.rivulet.schemas.topic.SessionPartition;
import dev.rivulet.testkit.kafka.SharedKafka;
import dev.rivulet.testkit.llm.LlmSimulator;
import dev.rivulet.testkit.llm.Script;
import dev.rivulet.testkit.process.JavaProcess;
import dev.rivulet.testkit.wait.Waiting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Workers and executors, each a process of its own with default settings, and sessions that all hash to one partition.
 * In full size (three workers, 20 executors, 2,000 turns) with {@code -Drivulet.executors=full}.
 */
@Isolated("it measures how soon executors that were killed are replaced")
class ExecutorsIT {

    private static final boolean FULL = "full".equals(System.getProperty("rivulet.executors"));
    private static final int COORDINATING = FULL ? 3 : 1;
    private static final int EXECUTORS = FULL ? 20 : 3;
    private static final int TURNS = FULL ? 2_000 : 120;
    private static final int KILLED = FULL ? 5 : 1;
    private static final int ADDED = FULL ? 10 : 1;
    private static final int PARTITIONS = 12;
    private static final Duration LIMIT = Waiting.LIMIT.multipliedBy(FULL ? 10 : 2);
    private static final List<String> SMALL_HEAP = List.of("-Xmx160m");
    private static final int TOKENS = 40;
    private static final Duration SLOW = Duration.ofMillis(FULL ? 1_000 : 150); // a token
    private static final Duration QUICK = FULL ? SLOW : Duration.ofMillis(50);

    private final String prefix = SharedKafka.newPrefix(ExecutorsIT.class);
    private final LlmSimulator llm = LlmSimulator.start();
    private final List<JavaProcess> coordinating = new ArrayList<>();
    private final List<JavaProcess> executors = new ArrayList<>();
    private final Map<TurnId, TurnFinished> results = new ConcurrentHashMap<>();
    private final Map<TurnId, List<ConsumerRecord<byte[], byte[]>>> starts = new ConcurrentHashMap<>();
    private final Set<TurnId> begun = ConcurrentHashMap.newKeySet();
    private final List<Integer> generations = new CopyOnWriteArrayList<>(); // of the claims
    private final KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
            Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, SharedKafka.bootstrapServers()),
            new ByteArraySerializer(), new ByteArraySerializer());
    private KafkaConsumer<byte[], byte[]> consumer;
    private Thread reader;
    private int sessions;

    @TempDir
    Path logs;

    @AfterEach
    void close() throws InterruptedException {
        Stream.concat(coordinating.stream(), executors.stream()).forEach(process -> process.signal("KILL"));
        Stream.concat(coordinating.stream(), executors.stream()).forEach(JavaProcess::close);
        if (consumer != null) {
            consumer.wakeup();
            reader.join();
        }
        producer.close();
        llm.close();
    }

    @Test
    void turnsOfOnePartitionSpreadAndSurviveKilledExecutorsAndNewOnesRebalanceNothing() {
        answer(QUICK);
        IntStream.range(0, COORDINATING).forEach(i -> coordinating.add(start("coordinate,execute")));
        IntStream.range(0, EXECUTORS).forEach(i -> executors.add(start("execute")));
        await("all workers").until(() -> Stream.concat(coordinating.stream(), executors.stream())
                .allMatch(process -> process.err().contains("worker started")));
        read();
        await("a first turn").until(() -> {
            TurnId probe = prompt(OnInterruption.RESTART);
            await("its end").until(() -> results.containsKey(probe));
            return owners(List.of(probe)).size() == 1;
        });
        await("heartbeats of all").until(() -> owners(endedOf(prompts(2 * (COORDINATING + EXECUTORS)))).size() > 2);

        List<TurnId> turns = endedOf(prompts(TURNS));
        Map<String, Long> byOwner = owners(turns);
        double mean = (double) TURNS / (COORDINATING + EXECUTORS);
        report("turns by worker " + byOwner.values().stream().sorted().toList() + ", mean " + mean);
        assertThat(byOwner).hasSize(COORDINATING + EXECUTORS);
        assertThat(byOwner.values()).allMatch(count -> count <= 1.5 * mean);

        kill();

        answer(QUICK);
        int generation = generations.getLast();
        IntStream.range(0, ADDED).forEach(i -> executors.add(start("execute")));
        Set<String> before = new HashSet<>(owners(List.copyOf(results.keySet())).keySet());
        await("turns in new executors").until(() -> !before.containsAll(owners(endedOf(prompts(TURNS))).keySet()));
        assertThat(generations.getLast()).isEqualTo(generation);
    }

    private void kill() {
        answer(SLOW); // they still run when all have begun
        List<TurnId> restarting = prompts(TURNS * 3 / 4, OnInterruption.RESTART);
        List<TurnId> once = prompts(TURNS / 4, OnInterruption.FAIL);
        await("tokens").until(() -> begun.containsAll(restarting) && begun.containsAll(once));
        long killedAt = System.currentTimeMillis();
        executors.subList(0, KILLED).forEach(executor -> executor.signal("KILL"));

        endedOf(restarting).forEach(turn -> assertThat(results.get(turn).outcome()).as("outcome of %s", turn)
                .isInstanceOf(Outcome.Completed.class));
        long lost = endedOf(once).stream().map(turn -> results.get(turn).outcome())
                .filter(outcome -> !(outcome instanceof Outcome.Completed))
                .peek(outcome -> assertThat(outcome.reason()).isEqualTo("worker_lost")).count();
        long[] takeovers = restarting.stream().filter(turn -> starts.get(turn).size() > 1)
                .mapToLong(turn -> starts.get(turn).getLast().timestamp() - killedAt).sorted().toArray();
        assertThat(takeovers).isNotEmpty();
        report("takeovers " + takeovers.length + ", p50 " + takeovers[takeovers.length / 2] + " ms, p99 "
                + takeovers[takeovers.length * 99 / 100] + " ms, max " + takeovers[takeovers.length - 1]
                + " ms; ended as lost " + lost);
        assertThat(once).allSatisfy(turn -> assertThat(starts.get(turn)).hasSize(1));
    }

    private void answer(Duration token) {
        llm.script(Script.timestamped(TOKENS).withTiming(Duration.ZERO, token));
    }

    private static void report(String line) {
        System.out.println("ExecutorsIT: " + line);
    }

    private JavaProcess start(String roles) {
        return RivuletCommand.start(logs, SMALL_HEAP, Map.of("KAFKA_BOOTSTRAP_SERVERS", SharedKafka.bootstrapServers(),
                "OPENAI_BASE_URL", llm.baseUrl(), "RIVULET_TOPICS_PREFIX", prefix, "RIVULET_WORKER_ROLES", roles,
                "RIVULET_TOPICS_PARTITIONS", Integer.toString(PARTITIONS)), "worker");
    }

    private List<TurnId> prompts(int count) {
        return prompts(count, OnInterruption.RESTART);
    }

    private List<TurnId> prompts(int count, OnInterruption policy) {
        return Stream.generate(() -> prompt(policy)).limit(count).toList();
    }

    private TurnId prompt(OnInterruption policy) {
        SessionId session = Stream.generate(() -> new SessionId("s-" + sessions++))
                .filter(one -> SessionPartition.of(one, PARTITIONS) == 0).findFirst().orElseThrow();
        UUID random = UUID.randomUUID();
        TurnId turn = new TurnId(new UUID(
                System.currentTimeMillis() << 16 | 0x7000 | random.getMostSignificantBits() & 0xFFF,
                random.getLeastSignificantBits()));
        Command prompt = PromptRequested.ofPrompt(session, turn, "hi",
                new TurnOptions(null, null, null, null, null, policy, null));
        producer.send(new ProducerRecord<>(prefix + "prompt-requests", session.keyBytes(), Json.write(prompt)));
        return turn;
    }

    private List<TurnId> endedOf(List<TurnId> turns) {
        await("ends of " + turns.size() + " turns").until(() -> results.keySet().containsAll(turns));
        return turns;
    }

    private Map<String, Long> owners(List<TurnId> turns) {
        return turns.stream().map(turn -> results.get(turn).owner())
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }

    private static org.awaitility.core.ConditionFactory await(String what) {
        return Waiting.await(what).atMost(LIMIT);
    }

    private void read() {
        consumer = new KafkaConsumer<>(
                Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, SharedKafka.bootstrapServers(),
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest"),
                new ByteArrayDeserializer(), new ByteArrayDeserializer());
        consumer.assign(Stream.of("prompt-requests", "chunk-events", "turn-results")
                .flatMap(topic -> IntStream.range(0, PARTITIONS)
                        .mapToObj(partition -> new TopicPartition(prefix + topic, partition)))
                .toList());
        reader = Thread.ofPlatform().daemon().start(() -> {
            try {
                while (true) {
                    consumer.poll(Duration.ofSeconds(1)).forEach(this::take);
                }
            } catch (WakeupException over) {
                consumer.close();
            }
        });
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        if (record.topic().endsWith("turn-results")) {
            TurnFinished result = Json.read(record.value(), TurnFinished.class);
            results.putIfAbsent(result.turnId(), result);
        } else if (record.topic().endsWith("prompt-requests")) {
            if (Json.read(record.value(), Command.class) instanceof AttemptClaimed claim) {
                generations.add(claim.generation());
            }
        } else {
            ChunkHeaders.read(record.headers()).ifPresent(event -> {
                if (event.type() == EventType.STARTED) {
                    starts.computeIfAbsent(event.turn(), turn -> new CopyOnWriteArrayList<>()).add(record);
                } else if (event.type() == EventType.DELTA) {
                    begun.add(event.turn());
                }
            });
        }
    }
}
