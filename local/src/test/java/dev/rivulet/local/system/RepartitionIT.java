package dev.rivulet.local.system;

import static dev.rivulet.testkit.wait.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rivulet.local.repartition.Repartition;
import dev.rivulet.local.repartition.RepartitionException;
import dev.rivulet.runtime.config.Config;
import dev.rivulet.runtime.kafka.ClusterStart;
import dev.rivulet.runtime.kafka.ClusterUnavailableException;
import dev.rivulet.runtime.kafka.KafkaClients;
import dev.rivulet.runtime.kafka.KafkaConfig;
import dev.rivulet.runtime.kafka.TopicsConfig;
import dev.rivulet.runtime.kafka.UnfitTopicException;
import dev.rivulet.schemas.json.Json;
import dev.rivulet.schemas.usage.UsageTotal;
import dev.rivulet.testkit.guarantee.GuaranteeReport;
import dev.rivulet.testkit.guarantee.ObservedTurn;
import dev.rivulet.testkit.kafka.SharedKafka;
import dev.rivulet.testkit.llm.Script;
import dev.rivulet.testkit.sse.SseEvent;
import dev.rivulet.testkit.sse.SseStream;
import dev.rivulet.testkit.wait.Waiting;
import dev.rivulet.testkit.ws.JsonSocket;
import dev.rivulet.worker.Worker;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** From one number of partitions to another: nothing that was accepted or shown is lost. */
class RepartitionIT {

    private static final int SESSIONS = 12;
    private static final String PROMPT = "first";
    private static final String ENDLESS = "endless";
    private static final String WAITING = "waiting";

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open.reversed()) {
            one.close();
        }
    }

    @Test
    void everySessionGoesOnWithAnotherNumberOfPartitions() throws Exception {
        TestSystem old = system(SharedKafka.newPrefix(RepartitionIT.class), 4);
        old.answer(ENDLESS, Script.of("never ends ".repeat(5000)).withTiming(Duration.ZERO, Duration.ofMillis(20)));
        SseStream first = answers(old);
        List<SseEvent> whole = first.events();
        Map<String, JsonNode> history = histories(old);
        SseStream running = old.client(0).stream("open", ENDLESS);
        List<SseEvent> shown = List.of(event(running), event(running), event(running));
        String runs = turn(running);
        String waits = old.client(0).submit("open", WAITING).path("turnId").asText();
        await().until(() -> old.client(0).session("open", 200).path("queue").size() == 1);
        SseStream following = old.client(0).follow("s-1");
        String followed = TestClient.tree(event(following).data()).path("cursor").asText();

        Repartition unwanted = repartition(old, "unwanted-", 3, line -> {});
        assertThatThrownBy(unwanted::run).isInstanceOf(RepartitionException.class)
                .hasMessageContaining("workers still run");
        old.stopWorkers();
        String unread = old.client(0).submit("late", "is read by nobody").path("turnId").asText();
        String prefix = old.topic("moved-");
        Config moved = old.config(Map.of("rivulet.topics.prefix", prefix));

        assertThatThrownBy(repartition(old, prefix, 10, this::failAfterTheFirstCopy)::run).hasMessage("killed");
        assertThatThrownBy(() -> ClusterStart.tryOnce(clients(moved), topics(moved)))
                .isInstanceOf(ClusterUnavailableException.class).hasMessageContaining("being filled");
        assertThat(old.client(0).post(old.client(0).base() + "/v1/sessions/late/turns", Map.of("prompt", "no more"))
                .statusCode()).isEqualTo(503);
        assertThatThrownBy(() -> Worker.start(old.config(Map.of()))).isInstanceOf(UnfitTopicException.class)
                .hasMessageContaining("is closed");
        List<String> said = new ArrayList<>();
        repartition(old, prefix, 10, said::add).run();
        assertThat(said).anyMatch(line -> line.startsWith("turns: "));
        for (String topic : List.of("prompt-requests", "chunk-events", "turn-results")) {
            assertThat(records(prefix + topic)).as(topic).isEqualTo(records(old.topic(topic)));
        }
        repartition(old, prefix, 10, said::add).run();
        assertThat(said.getLast()).contains("nothing to do");
        assertThatThrownBy(repartition(old, prefix, 11, said::add)::run).hasMessageContaining("into 10 partitions");

        TestSystem now = system(prefix, 48);
        assertThat(histories(now)).isEqualTo(history);
        assertThat(resume(now, "s-0", turn(first), whole.get(2).id())).isEqualTo(data(whole.subList(3, whole.size())));
        assertThat(resumedOverSocket(now, turn(first), whole.get(2).id()))
                .isEqualTo(data(whole.subList(3, whole.size())));

        List<SseEvent> joined = new ArrayList<>(shown);
        joined.addAll(rest(now, "open", runs, shown.getLast().id()));
        ObservedTurn taken = ObservedTurn.of("open", joined);
        assertThat(new GuaranteeReport().check(taken)).isEmpty();
        assertThat(taken.newestAttempt()).isEqualTo(2);
        assertThat(taken.terminal()).isPresent();
        await().until(() -> now.client(0).snapshot("open", waits).path("status").asText().equals("done"));
        await().until(() -> now.client(0).snapshot("late", unread).path("status").asText().equals("done"));

        SseStream next = now.client(0).stream("s-1", "second");
        assertThat(TestSystem.observe(next).text())
                .isEqualTo("turn 2 | user: first | assistant: turn 1 | user: second");
        SseStream follower = now.client(0).follow("s-1", "?cursor=" + followed);
        SseEvent afterwards = Stream.generate(() -> event(follower)).filter(event -> !event.type().equals("watching"))
                .findFirst().orElseThrow();
        assertThat(afterwards.type()).isEqualTo("prompt");
        assertThat(turnOf(afterwards)).isEqualTo(turn(next));
        follower.close();
        List<SseEvent> expected = next.events().subList(2, next.events().size());
        assertThat(resume(now, "s-1", turn(next), next.events().get(1).id())).isEqualTo(data(expected));

        now.stopWorkers();
        repartition(now, old.topic("again-"), 3, line -> {}).run();
        TestSystem last = system(old.topic("again-"), 3);
        assertThat(resume(last, "s-1", turn(next), next.events().get(1).id())).isEqualTo(data(expected));
        assertThat(last.client(0).get("/v1/sessions/s-0/turns/" + turn(first) + "/events?cursor=" + whole.get(2).id())
                .statusCode()).as("a cursor from before the last but one copy").isEqualTo(410);
        assertThat(TestSystem.observe(last.client(0).stream("s-1", "third")).text()).startsWith("turn 3 | user: first");
    }

    @Test
    void whatWasUsedIsThereOnceAlsoOfDaysWithoutResults() throws Exception {
        TestSystem old = system(SharedKafka.newPrefix(RepartitionIT.class), 4);
        answers(old);
        await().until(() -> turns(old) == SESSIONS);
        String month = LocalDate.now(ZoneOffset.UTC).minusMonths(1).toString();
        UsageTotal earlier = new UsageTotal("", null, month, "m", "0@0", 5, 10, 20, 30, 0, "1.5", "USD");
        KafkaProbe.sendRaw(old, "usage", earlier.key(), new String(Json.write(earlier), StandardCharsets.UTF_8));
        await().until(() -> turns(old) == SESSIONS + 5);
        String used = usage(old);
        old.stopWorkers();
        String prefix = old.topic("counted-");
        List<String> said = new ArrayList<>();

        repartition(old, prefix, 6, said::add).run();

        assertThat(said).anyMatch(line -> line.startsWith("copied " + old.topic("usage")));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", SharedKafka.bootstrapServers()))) {
            assertThat(admin.listConsumerGroupOffsets(prefix + "rivulet-usage").partitionsToOffsetAndMetadata().get()
                    .values().stream().mapToLong(OffsetAndMetadata::offset).sum()).as("counted before")
                    .isEqualTo(records(prefix + "turn-results"));
        }
        TestSystem now = system(prefix, 6);
        assertThat(usage(now)).isEqualTo(used);
        TestSystem.observe(now.client(0).stream("s-1", "second"));
        await().until(() -> turns(now) > SESSIONS + 5);
        assertThat(turns(now)).isEqualTo(SESSIONS + 6);

        now.stopWorkers();
        repartition(now, old.topic("recounted-"), 3, line -> {}).run();
        assertThat(usage(system(old.topic("recounted-"), 3))).isEqualTo(usage(now));
    }

    private static int turns(TestSystem system) {
        int turns = 0;
        for (JsonNode row : TestClient.tree(usage(system)).path("usage")) {
            turns += row.path("turns").asInt();
        }
        return turns;
    }

    private static String usage(TestSystem system) {
        return system.client(0).get("/v1/usage?all=true&from=" + LocalDate.now(ZoneOffset.UTC).minusDays(60)).body();
    }

    @Test
    void whatWasBegunCanBeGivenUp() throws Exception {
        TestSystem system = system(SharedKafka.newPrefix(RepartitionIT.class), 2);
        TestSystem.observe(system.client(0).stream("s", PROMPT));
        system.stopWorkers();
        String prefix = system.topic("never-");
        assertThatThrownBy(repartition(system, prefix, 3, this::failAfterTheFirstCopy)::run).hasMessage("killed");

        repartition(system, prefix, 3, line -> {}).undo();
        system.startWorker();

        assertThat(TestSystem.observe(system.client(0).stream("s", "second")).text())
                .startsWith("turn 2 | user: first");
        assertThatThrownBy(repartition(system, prefix, 3, line -> {})::undo)
                .hasMessageContaining("nothing was begun");
    }

    @Test
    void topicsOfSomebodyElseAreNotTouched() throws Exception {
        TestSystem one = system(SharedKafka.newPrefix(RepartitionIT.class), 2);
        TestSystem other = system(SharedKafka.newPrefix(RepartitionIT.class), 2);
        TestSystem.observe(other.client(0).stream("s", PROMPT));
        one.stopWorkers();

        assertThatThrownBy(repartition(one, other.topic(""), 3, line -> {})::run)
                .isInstanceOf(RepartitionException.class).hasMessageContaining("is in use");
        assertThat(TestSystem.observe(other.client(0).stream("s", "second")).text()).startsWith("turn 2");
    }

    private TestSystem system(String prefix, int partitions) throws InterruptedException {
        TestSystem system = TestSystem.inSharedKafka(1, 1, Map.of("rivulet.topics.prefix", prefix,
                "rivulet.topics.partitions", "" + partitions, "rivulet.worker.delta-window", "0s"));
        open.add(system);
        return system;
    }

    private static Repartition repartition(TestSystem of, String prefix, int partitions,
            Consumer<String> progress) {
        return new Repartition(of.config(Map.of()), prefix, partitions, progress);
    }

    private void failAfterTheFirstCopy(String line) {
        if (line.startsWith("copied ")) {
            throw new IllegalStateException("killed");
        }
    }

    /** Asks in all sessions. Returns the stream of the first. */
    private static SseStream answers(TestSystem system) {
        List<SseStream> streams = IntStream.range(0, SESSIONS)
                .mapToObj(i -> system.client(0).stream("s-" + i, PROMPT)).toList();
        streams.forEach(TestSystem::observe);
        return streams.getFirst();
    }

    private static Map<String, JsonNode> histories(TestSystem system) {
        return IntStream.range(0, SESSIONS).mapToObj(i -> "s-" + i).collect(Collectors.toMap(session -> session,
                session -> TestClient.tree(system.client(0).get("/v1/sessions/" + session + "/turns")),
                (one, other) -> one, TreeMap::new));
    }

    private static List<String> resume(TestSystem system, String session, String turn, String cursor) {
        return data(rest(system, session, turn, cursor));
    }

    private static List<SseEvent> rest(TestSystem system, String session, String turn, String cursor) {
        SseStream rest = system.client(0).events(session, turn, Map.of("Last-Event-ID", cursor));
        assertThat(rest.awaitEnd(Waiting.LIMIT)).isPresent();
        return rest.events();
    }

    private static List<String> resumedOverSocket(TestSystem system, String turn, String cursor) {
        List<String> data = new ArrayList<>();
        try (JsonSocket socket = JsonSocket
                .connect(URI.create(system.client(0).base().replace("http:", "ws:") + "/ws"), Map.of())) {
            socket.send(Map.of("type", "resume", "id", "1", "session", "s-0", "turn", turn, "cursor", cursor));
            socket.await(Map.of("type", "done", "turn", turn), Waiting.LIMIT).orElseThrow();
            socket.frames().stream().filter(frame -> frame.has("data"))
                    .forEach(frame -> data.add(frame.get("data").toString()));
        }
        return data;
    }

    private static List<String> data(List<SseEvent> events) {
        return events.stream().map(SseEvent::data).toList();
    }

    private static SseEvent event(SseStream stream) {
        return stream.next(Waiting.LIMIT).orElseThrow();
    }

    private static String turn(SseStream stream) {
        return stream.header("X-Turn-Id").orElseThrow();
    }

    private static String turnOf(SseEvent event) {
        return TestClient.tree(event.data()).path("turnId").asText();
    }

    private static long records(String topic) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", SharedKafka.bootstrapServers()), new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition())).toList();
            return consumer.endOffsets(partitions).values().stream().mapToLong(Long::longValue).sum();
        }
    }

    private static KafkaClients clients(Config config) {
        return new KafkaClients(config.section(KafkaConfig.class, KafkaConfig.PREFIX), "rivulet-test");
    }

    private static TopicsConfig topics(Config config) {
        return config.section(TopicsConfig.class, TopicsConfig.PREFIX);
    }
}
