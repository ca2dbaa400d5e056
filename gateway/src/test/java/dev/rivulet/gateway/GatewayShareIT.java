package dev.rivulet.gateway;

import static dev.rivulet.gateway.Streams.all;
import static dev.rivulet.gateway.Streams.next;
import static dev.rivulet.gateway.Streams.session;
import static dev.rivulet.gateway.Streams.take;
import static dev.rivulet.gateway.Streams.text;
import static dev.rivulet.gateway.Streams.turnOf;
import static dev.rivulet.gateway.Streams.types;
import static dev.rivulet.testkit.wait.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.PromptRequested;
import dev.rivulet.schemas.event.Accepted;
import dev.rivulet.schemas.event.Delta;
import dev.rivulet.schemas.event.TurnInput;
import dev.rivulet.schemas.event.TurnPrompt;
import dev.rivulet.testkit.kafka.SharedKafka;
import dev.rivulet.testkit.sse.SseEvent;
import dev.rivulet.testkit.sse.SseStream;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Gateways read their share of the events (ADR 44), and what readers are shown does not depend on it. */
@Execution(ExecutionMode.CONCURRENT)
class GatewayShareIT {

    private static final int PARTITIONS = 12;
    private static final int SESSIONS = 120;
    private static final int DELTAS = 20;
    private static final String TEXT = "twenty tokens of text";
    private static final String PREFERRED = "rivulet_gateway_preferred_partitions";
    private static final String READ = "rivulet_gateway_tail_partitions";
    private static final String BYTES = "kafka_consumer_fetch_manager_bytes_consumed_total";
    private static final Map<String, String> SETTINGS = Map.of("rivulet.topics.partitions", "" + PARTITIONS,
            "rivulet.gateway.partition-linger", "1s", "rivulet.gateway.acceptance-timeout", "5s");

    private final String prefix = SharedKafka.newPrefix(GatewayShareIT.class);
    private final List<TestGateway> gateways = new ArrayList<>();
    private final FakeWorker worker = new FakeWorker().onPrompt(this::answer).onQuestion(FakeWorker::emptySession);
    private volatile boolean answersAll;

    @AfterEach
    void close() {
        worker.close();
        gateways.forEach(TestGateway::close);
    }

    @ParameterizedTest
    @CsvSource({"2, 0.60", "4, 0.35"})
    void aGatewayReadsTheEventsOfTheSessionsThatItMakesAndFewOthers(int count, double most) {
        start(count, SETTINGS);
        awaitShares();
        long total = askInNewSessions();
        await().until(() -> bytesRead().stream().mapToDouble(read -> read).sum() >= total);
        assertThat(bytesRead()).allSatisfy(read -> assertThat(read / total).isBetween(0.05, most));
    }

    /** What the test above measures is not small by itself. */
    @Test
    void gatewaysThatDoNotShareReadAllEvents() {
        Map<String, String> settings = new HashMap<>(SETTINGS);
        settings.put("rivulet.gateway.share-partitions", "false");
        start(2, settings);
        long total = askInNewSessions();
        await().untilAsserted(() -> assertThat(bytesRead()).allSatisfy(read -> assertThat(read / total).isEqualTo(1)));
    }

    @Test
    void readersAtAnotherGatewayThanTheirSessionsAreShownAllAndThenItsPartitionIsLeft() {
        start(2, SETTINGS);
        awaitShares();
        TestGateway own = gateways.getFirst();
        TestGateway other = gateways.getLast();
        HttpResponse<String> made = own.post("/v1/sessions", "");
        assertThat(made.statusCode()).isEqualTo(201);
        String session = TestGateway.tree(made).path("sessionId").asText();
        assertThat(made.headers().firstValue("Location")).contains("/v1/sessions/" + session);

        SseStream live = own.stream(session);
        String turn = turnOf(live);
        worker.publish(session, turn, new TurnPrompt(new TurnInput(TurnId.parse(turn), "hi", null, null, null)));
        worker.publish(session, turn, Chunks.started(1));
        deltas(session, turn, 0, 3);
        assertThat(other.meter(READ)).as("nobody reads the session there").isEqualTo(other.meter(PREFERRED));

        SseStream follower = other.sse("/v1/sessions/" + session + "/events?from=start", Map.of());
        SseStream late = other.events(session, turn);
        List<SseEvent> seen = take(late, 3);
        assertThat(other.meter(READ)).as("its reader brings it along").isEqualTo(other.meter(PREFERRED) + 1);
        late.cut();
        SseStream resumed = other.eventsAfter(session, turn, seen.getLast().id());
        assertThat(next(resumed).data()).contains("\"seq\":2");
        deltas(session, turn, 3, 3);
        assertThat(other.delete("/v1/sessions/" + session + "/turns/" + turn).statusCode()).isEqualTo(202);
        await().until(() -> worker.cancels(turn) == 1);
        worker.publish(session, turn, Chunks.done(1, 6, "stop", 6L * TEXT.length()));

        assertThat(text(all(live))).isEqualTo(TEXT.repeat(6));
        assertThat(types(take(follower, 9))).containsExactly("prompt", "started", "delta", "delta", "delta", "delta",
                "delta", "delta", "done");
        List<SseEvent> both = new ArrayList<>(seen);
        both.addAll(all(resumed));
        assertThat(both).isEqualTo(live.events());

        String path = "/v1/sessions/" + session + "/turns";
        SseStream keyed = other.ssePost(path, "{\"prompt\":\"hello\"}", Map.of("Idempotency-Key", "k"));
        assertThat(text(all(keyed))).isEqualTo(TEXT.repeat(DELTAS));
        follower.close();
        await().until(() -> other.meter(READ) == other.meter(PREFERRED));
    }

    @Test
    void readersMissNothingWhileGatewaysComeAndGo() {
        start(1, SETTINGS);
        TestGateway staying = gateways.getFirst();
        List<String> sessions = IntStream.range(0, PARTITIONS).mapToObj(i -> session()).toList();
        List<SseStream> streams = new ArrayList<>(sessions.stream().map(staying::stream).toList());
        List<String> turns = streams.stream().map(Streams::turnOf).toList();
        eachTurn(sessions, turns, (session, turn) -> worker.publish(session, turn, Chunks.started(1)));
        List<Runnable> changes = List.of(() -> start(1, SETTINGS), () -> start(1, SETTINGS),
                () -> gateways.removeLast().close(), () -> start(1, SETTINGS), () -> gateways.remove(1).close(),
                this::awaitAssignment);
        for (int round = 0; round < changes.size(); round++) {
            int from = 4 * round;
            eachTurn(sessions, turns, (session, turn) -> deltas(session, turn, from, 2));
            Thread change = Thread.startVirtualThread(changes.get(round));
            eachTurn(sessions, turns, (session, turn) -> deltas(session, turn, from + 2, 2));
            eachTurn(sessions, turns, (session, turn) -> streams.add(staying.events(session, turn)));
            join(change);
        }
        int all = 4 * changes.size();
        eachTurn(sessions, turns, (session, turn) -> worker.publish(session, turn,
                Chunks.done(1, all, "stop", (long) all * TEXT.length())));
        assertThat(streams).hasSize(PARTITIONS * (changes.size() + 1))
                .allSatisfy(stream -> assertThat(text(all(stream))).isEqualTo(TEXT.repeat(all)));
    }

    private void start(int count, Map<String, String> settings) {
        boolean first = gateways.isEmpty();
        for (int i = 0; i < count; i++) {
            gateways.add(new TestGateway().start(SharedKafka.bootstrapServers(), prefix, settings));
        }
        if (first) {
            worker.start(SharedKafka.bootstrapServers(), prefix);
        }
    }

    /** Waits until each partition is read by one gateway, while there are no readers. */
    private void awaitShares() {
        awaitAssignment();
        await().until(() -> gateways.stream().allMatch(one -> one.meter(READ) == one.meter(PREFERRED)));
    }

    /** Waits until each gateway prefers as many partitions as the others. */
    private void awaitAssignment() {
        await().until(() -> gateways.stream().allMatch(one -> one.meter(PREFERRED) == PARTITIONS / gateways.size()));
    }

    /** Asks in sessions that the gateways make, in each way in turn. Returns the bytes of all events. */
    private long askInNewSessions() {
        answersAll = true;
        List<SseStream> streams = new ArrayList<>();
        for (int i = 0; i < SESSIONS; i++) {
            TestGateway gateway = gateways.get(i % gateways.size());
            streams.add(switch (i / gateways.size() % 3) {
                case 0 -> gateway.ssePost("/v1/chat/completions",
                        "{\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");
                case 1 -> gateway.sse("/stream?prompt=hi", Map.of());
                default -> gateway
                        .stream(TestGateway.tree(gateway.post("/v1/sessions", "")).path("sessionId").asText());
            });
        }
        streams.forEach(Streams::all);
        return eventBytes();
    }

    private List<Double> bytesRead() {
        return gateways.stream().map(one -> one.meter(BYTES)).toList();
    }

    /** As a consumer counts them that reads all. */
    private long eventBytes() {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", SharedKafka.bootstrapServers(), "enable.metrics.push", "false"),
                new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = IntStream.range(0, PARTITIONS)
                    .mapToObj(number -> new TopicPartition(prefix + "chunk-events", number)).toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            await().until(() -> {
                consumer.poll(Duration.ofMillis(50));
                return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
            });
            return consumer.metrics().entrySet().stream()
                    .filter(metric -> metric.getKey().name().equals("bytes-consumed-total")
                            && metric.getKey().tags().keySet().equals(Set.of("client-id")))
                    .mapToLong(metric -> ((Number) metric.getValue().metricValue()).longValue()).sum();
        }
    }

    /** On the worker's thread. */
    private void answer(FakeWorker self, PromptRequested prompt) {
        if (prompt.idempotency() != null) {
            self.accept(prompt, prompt.turnId(), Accepted.Status.CREATED);
        } else if (!answersAll) {
            return;
        }
        String session = prompt.sessionId().value();
        String turn = prompt.turnId().toString();
        self.publish(session, turn, Chunks.started(1));
        self.sendDeltas(session, turn, 0, DELTAS, TEXT);
        self.publish(session, turn, Chunks.done(1, DELTAS, "stop", (long) DELTAS * TEXT.length()));
    }

    private void deltas(String session, String turn, int from, int count) {
        for (int seq = from; seq < from + count; seq++) {
            worker.publish(session, turn, new Delta(1, seq, TEXT));
        }
    }

    private static void eachTurn(List<String> sessions, List<String> turns, TurnAction action) {
        IntStream.range(0, sessions.size()).forEach(i -> action.accept(sessions.get(i), turns.get(i)));
    }

    private static void join(Thread change) {
        try {
            change.join();
        } catch (InterruptedException stop) {
            throw new IllegalStateException(stop);
        }
    }

    private interface TurnAction {
        void accept(String session, String turn);
    }
}
