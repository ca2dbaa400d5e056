package dev.rivulet.gateway;

import static dev.rivulet.gateway.Streams.next;
import static dev.rivulet.gateway.Streams.rejected;
import static dev.rivulet.gateway.Streams.session;
import static dev.rivulet.gateway.Streams.turnOf;
import static dev.rivulet.testkit.wait.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.schemas.event.Delta;
import dev.rivulet.schemas.result.Outcome;
import dev.rivulet.schemas.topic.Topic;
import dev.rivulet.testkit.kafka.EmbeddedKafka;
import dev.rivulet.testkit.sse.RawHttpStream;
import dev.rivulet.testkit.sse.SseEvent;
import dev.rivulet.testkit.sse.SseStream;
import dev.rivulet.testkit.wait.Waiting;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Promise 4: a stream whose position does not exist any more says so. The log is made anew once, and has more records
 * than before when readers look at it next.
 */
class RecreatedTopicIT {

    private static final String TOPIC = Topic.CHUNK_EVENTS.named("");
    private static final int DELTAS = 2_000;
    private static final Map<String, String> SETTINGS = Map.of("rivulet.http.max-stream-buffer", "16k",
            "rivulet.http.send-buffer", "8k", "rivulet.gateway.probe-interval", "200ms");

    private static EmbeddedKafka kafka;
    private static TestGateway gateway;
    private static SseStream live;
    private static SseStream followed;
    private static RawHttpStream slow;
    private static String session;
    private static String turn; // running
    private static String ended;
    private static String cursor;

    @BeforeAll
    static void makeTheLogAnew() throws Exception {
        kafka = EmbeddedKafka.start();
        gateway = new TestGateway().start(kafka.bootstrapServers(), SETTINGS);
        session = session();
        try (FakeWorker worker = new FakeWorker().start(kafka.bootstrapServers(), "")) {
            ended = gateway.submit(session);
            worker.answer(session, ended, "over");
            worker.finish(session, ended, new Outcome.Completed("stop", Chunks.USAGE), "over");
            live = gateway.stream(session);
            turn = turnOf(live);
            worker.publish(session, turn, Chunks.started(1));
            cursor = next(live).id();
            followed = gateway.sse("/v1/sessions/" + session + "/events", Map.of("Last-Event-ID", cursor));
            worker.publish(session, turn, new Delta(1, 0, "before"));
            next(live);
            next(followed);
            double before = gateway.meter("rivulet_gateway_readers_lagging_total");
            slow = RawHttpStream.get(gateway.turns(session) + "/" + turn + "/events?from=start", Map.of());
            slow.head(Waiting.LIMIT);
            worker.publishDeltas(session, turn, 1, DELTAS, "x".repeat(500));
            await().until(() -> gateway.meter("rivulet_gateway_readers_lagging_total") > before);
            await().until(() -> live.events().size() == DELTAS + 2);
        }
        recreate();
    }

    private static void recreate() throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(
                Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers()));
                // Without sequence numbers, which a broker that still knows the old topic would mix up.
                KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                        Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers(),
                                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "false"),
                        new ByteArraySerializer(), new ByteArraySerializer())) {
            int partitions = admin.describeTopics(List.of(TOPIC)).allTopicNames().get().get(TOPIC).partitions().size();
            admin.deleteTopics(List.of(TOPIC)).all().get();
            await().until(() -> !admin.listTopics().names().get().contains(TOPIC));
            admin.createTopics(List.of(new NewTopic(TOPIC, partitions, (short) 1))).all().get();
            for (int i = 0; i < partitions * (DELTAS + 100); i++) {
                producer.send(new ProducerRecord<>(TOPIC, i % partitions, null, new byte[]{1}));
            }
        }
    }

    @AfterAll
    static void stop() {
        slow.close();
        gateway.close();
        kafka.close();
    }

    @Test
    void aReaderOfTheLiveEndIsToldSo() {
        assertExpired(lastOf(live));
    }

    @Test
    void aFollowerIsToldSo() {
        assertExpired(lastOf(followed));
    }

    @Test
    void aReaderThatFellBehindIsToldSoInsteadOfWaitingForEver() {
        assertThat(slow.bodyUntil("event: problem", Waiting.LIMIT)).contains("event: problem");
        assertThat(slow.bodyUntil("\"code\":", Waiting.LIMIT)).contains("\"code\":\"cursor_expired\"");
    }

    @Test
    void aCursorIsRefused() {
        assertThat(rejected(gateway.eventsAfter(session, turn, cursor)).status()).isEqualTo(410);
    }

    @Test
    void aTurnThatHadEndedHasExpiredInsteadOfNotHavingBegun() {
        SseStream stream = gateway.events(session, ended);
        await().until(() -> stream.status() != 0);
        assertThat(stream.status()).isEqualTo(410);
        assertThat(rejected(stream).body()).contains("events_expired");
    }

    private static SseEvent lastOf(SseStream stream) {
        assertThat(stream.awaitEnd(Waiting.LIMIT)).isPresent();
        return stream.events().getLast();
    }

    private static void assertExpired(SseEvent problem) {
        assertThat(problem.type()).isEqualTo("problem");
        assertThat(problem.data()).contains("\"code\":\"cursor_expired\"", "\"status\":410");
    }
}
