package dev.rivulet.local.system;

import static dev.rivulet.testkit.wait.Waiting.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rivulet.schemas.command.Command;
import dev.rivulet.schemas.command.UnknownCommand;
import dev.rivulet.schemas.event.ChunkHeaders;
import dev.rivulet.schemas.json.Json;
import dev.rivulet.schemas.result.TurnFinished;
import dev.rivulet.schemas.topic.Changelog;
import dev.rivulet.schemas.topic.Topic;
import dev.rivulet.testkit.guarantee.GuaranteeReport;
import dev.rivulet.testkit.guarantee.ObservedTurn;
import dev.rivulet.testkit.llm.Script;
import dev.rivulet.testkit.sse.SseEvent;
import dev.rivulet.testkit.sse.SseStream;
import dev.rivulet.worker.coordinator.session.ActiveTurns;
import dev.rivulet.worker.coordinator.session.Conversation;
import dev.rivulet.worker.coordinator.streams.StateFormat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Promise 10: this version beside the next one, see {@link NextVersion}, while turns run. Both read and write. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RollingUpgradeIT {

    private static final int TURNS = 6;
    private static final String PROMPT = "count";
    private static final Script ENDLESS = Script.of("one two three four ".repeat(1_000)).withTiming(Duration.ZERO,
            Duration.ofMillis(50));
    private static final String ANSWER = "the whole answer";

    private TestSystem system;

    @BeforeAll
    void start() throws InterruptedException {
        system = TestSystem.inSharedKafka(1, 1, Map.of());
        system.addGateway(NextVersion.settings());
    }

    @AfterAll
    void stop() {
        system.close();
    }

    @Test
    void turnsThatMoveBetweenVersionsAreSeenWholeOnGatewaysOfBoth() {
        system.answer(PROMPT, ENDLESS);
        List<SseStream> streams = IntStream.range(0, TURNS)
                .mapToObj(i -> system.client(i % 2).stream(session(i), PROMPT)).toList();
        streams.forEach(stream -> awaitText(stream, 1));

        system.replaceFirstWorker(NextVersion.settings());
        streams.forEach(stream -> awaitText(stream, 2));
        assertThat(streams).allMatch(stream -> stream.events().getLast().data().contains(NextVersion.FIELD));
        List<SseStream> later = new ArrayList<>();
        for (int i = 0; i < TURNS; i++) {
            String turn = streams.get(i).header("X-Turn-Id").orElseThrow();
            TestClient other = system.client((i + 1) % 2);
            later.add(other.events(session(i), turn, Map.of()));
            later.add(other.follow(session(i)));
        }
        later.forEach(stream -> awaitText(stream, 2));
        system.answer(PROMPT, Script.of(ANSWER));
        system.replaceFirstWorker(Map.of());

        GuaranteeReport report = new GuaranteeReport();
        for (int i = 0; i < TURNS; i++) {
            SseStream follower = later.get(2 * i + 1);
            await().until(() -> follower.events().stream().anyMatch(event -> event.type().equals("done")));
            for (ObservedTurn seen : List.of(TestSystem.observe(streams.get(i)), TestSystem.observe(later.get(2 * i)),
                    ObservedTurn.of("followed", withoutSnapshots(follower.events())))) {
                report.check(seen);
                assertThat(seen.newestAttempt()).isEqualTo(3);
                assertThat(seen.text()).isEqualTo(ANSWER);
            }
            follower.close();
        }
        assertThat(report.isClean()).as("%s", report).isTrue();
        // The next version's events and requests came, and nobody minded.
        assertThat(system.client(0).get("/metrics").body())
                .containsPattern("rivulet_gateway_events_unknown_total [1-9]");
        conversationsGoOn();
        assertThat(system.workerMeter("rivulet_unknown_types_total")).isPositive();
        assertEverythingIsReadable();
    }

    /** Each version remembers what the other has stored of a conversation. */
    private void conversationsGoOn() {
        for (int i = 0; i < TURNS; i++) {
            assertThat(answer(i, "and now?")).startsWith("turn 2 | user: count | assistant: " + ANSWER);
        }
        system.replaceFirstWorker(NextVersion.settings());
        for (int i = 0; i < TURNS; i++) {
            assertThat(answer(i, "and then?")).startsWith("turn 3 | user: count | assistant: " + ANSWER)
                    .contains("user: and now?");
        }
        system.replaceFirstWorker(Map.of());
        for (int i = 0; i < TURNS; i++) {
            assertThat(answer(i, "at last?")).startsWith("turn 4 | user: count | assistant: " + ANSWER)
                    .contains("user: and then?", NextVersion.ROLE + ": a result");
        }
    }

    private String answer(int number, String prompt) {
        return TestSystem.observe(system.client(number % 2).stream(session(number), prompt)).text();
    }

    private void assertEverythingIsReadable() {
        List<String> types = new ArrayList<>();
        forEachRecord(Topic.PROMPT_REQUESTS.named(system.topic("")), record -> types
                .add(Json.read(record.value(), Command.class) instanceof UnknownCommand later ? later.type() : ""));
        assertThat(types).contains(NextVersion.COMMAND_TYPE);
        forEachRecord(Topic.CHUNK_EVENTS.named(system.topic("")), record -> ChunkHeaders.read(record.headers())
                .ifPresent(headers -> Json.read(record.value(), headers.type().event())));
        forEachRecord(Topic.TURN_RESULTS.named(system.topic("")),
                record -> Json.read(record.value(), TurnFinished.class));
        forEachState(Changelog.ACTIVE_TURNS, ActiveTurns.class);
        forEachState(Changelog.CONVERSATIONS, Conversation.class);
        forEachRecord(Topic.DEAD_LETTERS.named(system.topic("")), record -> {
            throw new AssertionError("dead letter " + new String(record.value(), UTF_8));
        });
    }

    private void forEachState(Changelog changelog, Class<?> type) {
        forEachRecord(changelog.named(system.topic("")), record -> {
            if (record.value() != null) {
                StateFormat.of(type).read(record.value());
            }
        });
    }

    private void forEachRecord(String topic, Consumer<ConsumerRecord<byte[], byte[]>> action) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", system.bootstrapServers()), new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition())).toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(100)).forEach(action);
            }
        }
    }

    private static void awaitText(SseStream stream, int attempt) {
        await().until(() -> stream.events().stream().filter(event -> !event.type().equals("started"))
                .anyMatch(event -> data(event).path("attempt").asInt() == attempt));
    }

    /** A snapshot stands for text that came before; the attempt after it is whole. */
    private static List<SseEvent> withoutSnapshots(List<SseEvent> events) {
        int last = events.stream().map(SseEvent::type).toList().lastIndexOf("started");
        return events.subList(last, events.size());
    }

    private static JsonNode data(SseEvent event) {
        return TestClient.tree(event.data());
    }

    private static String session(int number) {
        return "upgrade-" + number;
    }
}
