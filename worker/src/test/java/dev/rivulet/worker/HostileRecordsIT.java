package dev.rivulet.worker;

import static dev.rivulet.testkit.wait.Waiting.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.PromptRequested;
import dev.rivulet.schemas.command.SessionRequested;
import dev.rivulet.schemas.command.TurnOptions;
import dev.rivulet.schemas.event.ChunkEvent;
import dev.rivulet.schemas.event.Done;
import dev.rivulet.schemas.event.TurnError;
import dev.rivulet.schemas.json.Json;
import dev.rivulet.schemas.topic.Changelog;
import dev.rivulet.schemas.topic.DeadLetterHeaders;
import dev.rivulet.testkit.kafka.SharedKafka;
import dev.rivulet.testkit.llm.Script;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One record harms nothing but itself: all sessions share a partition here. What is refused decides a real broker. */
class HostileRecordsIT {

    private static final int RECORD_BYTES = 1 << 20;

    private final SessionId session = new SessionId("s-" + UUID.randomUUID());
    private final SessionId other = new SessionId("o-" + UUID.randomUUID());
    private TestCluster cluster;
    private Worker worker;

    @BeforeEach
    void start() throws InterruptedException {
        cluster = new TestCluster(Map.of("rivulet.topics.partitions", "1", "rivulet.topics.max-record-bytes",
                Integer.toString(RECORD_BYTES), "rivulet.worker.max-answer-chars", "100000"));
        worker = cluster.startWorker();
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void aTurnAndARequestFromTheFutureHarmNoOtherTurn() {
        TurnId ahead = ahead(Duration.ofHours(2));
        cluster.send(PromptRequested.ofPrompt(session, ahead, "hi", TurnOptions.NONE));
        cluster.write(session.value(), Json.write(new SessionRequested(session, ahead(Duration.ofHours(2)))));

        assertOthersGoOn();
        assertThat(error(ahead).code()).isEqualTo("invalid_prompt");
        assertThat(reason()).contains("ahead");
    }

    /** Rivulet's own topics do not take it: see {@code TopicsIT}. */
    @Test
    void aPromptThatInflatesInAnOperatorsTopicEndsAndHarmsNoOtherTurn() throws Exception {
        cluster.configure("prompt-requests", TopicConfig.COMPRESSION_TYPE_CONFIG, "producer");
        TurnId large = cluster.mint();
        writeCompressed(Json.write(
                PromptRequested.ofPrompt(session, large, "x".repeat(12 * RECORD_BYTES), TurnOptions.NONE)));

        assertOthersGoOn();
        assertThat(error(large).code()).isEqualTo("invalid_prompt");
        assertThat(cluster.deadLetters().getFirst().value()).isNull();
    }

    @Test
    void aModelsNameThatFillsARecordEndsItsTurnAndHarmsNoOther() {
        TurnId turn = cluster.mint();
        writeCompressed("""
                {"type":"PromptRequested","sessionId":"%s","turnId":"%s","prompt":"hi","options":{"model":"%s"}}
                """.formatted(session, turn, "m".repeat(RECORD_BYTES - 1_000)).getBytes(UTF_8));

        assertOthersGoOn();
        assertThat(error(turn).code()).isEqualTo("invalid_prompt");
    }

    @Test
    void aChoiceThatDoesNotExistEndsItsTurn() {
        TurnId turn = cluster.mint();
        cluster.write(session.value(), """
                {"type":"PromptRequested","sessionId":"%s","turnId":"%s","prompt":"hi","options":{"whenBusy":"wait"}}
                """.formatted(session, turn).getBytes(UTF_8));

        assertThat(error(turn).code()).isEqualTo("invalid_prompt");
        assertThat(reason()).contains("options.whenBusy");
        assertThat(cluster.results(turn)).hasSize(1);
        assertThat(cluster.provider.totalRequests()).isZero();
    }

    @Test
    void anAnswerThatItsTopicNoLongerTakesEndsItsTurnWithoutAnotherCall() throws Exception {
        cluster.configure("turn-results", TopicConfig.MAX_MESSAGE_BYTES_CONFIG, "10000");
        String words = "word ".repeat(6_000);
        cluster.script("long", Script.of(words).withTiming(Duration.ZERO, Duration.ZERO));

        TurnId turn = cluster.prompt(session, "long");

        assertThat(error(turn).code()).isEqualTo("answer_too_long");
        assertThat(error(turn).seq()).isEqualTo(cluster.deltas(turn, 1).size());
        assertThat(cluster.results(turn)).hasSize(1);
        assertThat(cluster.provider.totalRequests()).isEqualTo(1);
        assertOthersGoOn();
    }

    @Test
    void stateThatCannotBeReadEndsItsTurnsAndHarmsNoOther() throws InterruptedException {
        TurnId turn = cluster.mint();
        cluster.stopWorker(worker);
        TurnId waits = cluster.prompt(other, "waits");
        write(Changelog.ACTIVE_TURNS, session, """
                {"open":{"request":{"sessionId":"%s","turnId":"%s","prompt":"hi","options":{"whenBusy":"wait"}},\
                "attempt":1,"owner":"worker-0","term":"t","starts":1,"claimedAt":1,"cancelRequested":false},"queue":[]}
                """.formatted(session, turn));
        write(Changelog.CONVERSATIONS, other, "nonsense");

        cluster.startWorker();

        assertThat(cluster.terminal(waits)).isInstanceOf(Done.class);
        assertThat(error(turn).code()).isEqualTo("internal");
        await().until(() -> cluster.deadLetters().size() == 2);
        assertThat(cluster.terminal(cluster.prompt(session, "goes on"))).isInstanceOf(Done.class);
    }

    private void assertOthersGoOn() {
        assertThat(cluster.terminal(cluster.prompt(other, "hello"))).isInstanceOf(Done.class);
        assertThat(cluster.terminal(cluster.prompt(session, "the next one"))).isInstanceOf(Done.class);
    }

    private TurnError error(TurnId turn) {
        ChunkEvent.Terminal end = cluster.terminal(turn);
        assertThat(end).isInstanceOf(TurnError.class);
        return (TurnError) end;
    }

    private String reason() {
        await().until(() -> !cluster.deadLetters().isEmpty());
        return new String(cluster.deadLetters().getFirst().headers().lastHeader(DeadLetterHeaders.REASON).value(),
                UTF_8);
    }

    private void writeCompressed(byte[] value) {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, SharedKafka.bootstrapServers(),
                        ProducerConfig.COMPRESSION_TYPE_CONFIG, "gzip", ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                        2 * value.length),
                new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(cluster.topic("prompt-requests"), session.keyBytes(), value));
        }
    }

    private void write(Changelog changelog, SessionId key, String value) {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, SharedKafka.bootstrapServers()),
                new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(changelog.named(cluster.topic("")), key.keyBytes(),
                    value.getBytes(UTF_8)));
        }
    }

    private static TurnId ahead(Duration time) {
        return new TurnId(new UUID(System.currentTimeMillis() + time.toMillis() << 16 | 0x7001,
                UUID.randomUUID().getMostSignificantBits() >>> 2 | 0x8000_0000_0000_0000L));
    }
}
