package dev.rivulet.worker;

import static dev.rivulet.testkit.wait.Waiting.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.IntNode;
import dev.rivulet.schemas.ErrorCode;
import dev.rivulet.schemas.FinishReason;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.TurnOptions;
import dev.rivulet.schemas.event.ChunkEvent;
import dev.rivulet.schemas.event.Delta;
import dev.rivulet.schemas.event.Done;
import dev.rivulet.schemas.event.Started;
import dev.rivulet.schemas.event.TurnError;
import dev.rivulet.schemas.option.ModelOptions;
import dev.rivulet.schemas.result.TurnFinished;
import dev.rivulet.schemas.topic.DeadLetterHeaders;
import dev.rivulet.testkit.kafka.SharedKafka;
import dev.rivulet.testkit.llm.Fault;
import dev.rivulet.testkit.llm.Script;
import dev.rivulet.testkit.llm.Scripts;
import dev.rivulet.testkit.llm.SimulatorConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** One worker, a real Kafka, a provider that does what a test wants: how each turn ends, and what readers see of it. */
@Isolated("a cancelled turn ends in under a second")
class TurnExecutionIT {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration NEVER = Duration.ofDays(1);
    private static final int LONGEST_ANSWER = 50_000;

    private static TestCluster cluster;
    private static Worker worker;

    private final SessionId session = new SessionId("s-" + UUID.randomUUID());
    private String words;

    @BeforeAll
    static void start() throws InterruptedException {
        cluster = new TestCluster(Map.of("rivulet.worker.first-token-timeout", "1s", "rivulet.worker.idle-timeout",
                "1s", "rivulet.worker.total-timeout", "3s", "rivulet.worker.max-answer-chars",
                Integer.toString(LONGEST_ANSWER)));
        worker = cluster.startWorker();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @BeforeEach
    void uniqueWords() {
        words = "prompt " + UUID.randomUUID();
    }

    @Test
    void anAnswerArrivesInOrderAndEndsWithDone() {
        cluster.script(words, Script.of("one two three").withTiming(Duration.ZERO, Duration.ofMillis(50)));

        TurnId turn = cluster.prompt(session, words);

        Done done = done(turn);
        assertThat(done.finishReason()).isEqualTo("stop");
        assertThat(done.attempt()).isEqualTo(1);
        assertThat(done.seq()).isEqualTo(3);
        assertThat(done.length()).isEqualTo("one two three".length());
        assertThat(done.usage().completionTokens()).isEqualTo(3);
        assertThat(done.timings().firstTokenMs()).isNotNull();
        assertThat(cluster.events(turn).getFirst()).isEqualTo(new Started(1, "gpt-4o-mini", "openai"));
        assertThat(cluster.events(turn).getLast()).isSameAs(cluster.terminals(turn).getFirst());
        assertThat(cluster.text(turn)).isEqualTo("one two three");
        assertThat(cluster.result(turn).text()).isEqualTo("one two three");
        assertThat(cluster.result(turn).owner()).isEqualTo(worker.id());
    }

    @Test
    void everyRecordOfATurnIsNotOlderThanTheTurnAndNamesItsWriter() {
        TurnId turn = cluster.prompt(session, words);

        done(turn);
        assertThat(cluster.log(turn)).allSatisfy(event -> {
            assertThat(event.record().timestamp()).isGreaterThanOrEqualTo(turn.timestamp());
            assertThat(new String(event.record().key(), UTF_8)).isEqualTo(session.value());
            assertThat(new String(event.record().headers().lastHeader("owner").value(), UTF_8))
                    .isEqualTo(worker.id());
        });
    }

    @Test
    void textArrivesByteForByte() {
        String text = "line\nline\r\n\"quoted\" \\ \t h\u00e9 \u6f22\u5b57 \uD83E\uDD80 \u2028\u2029 \u0000 end";
        cluster.script(words, Script.of(text).withFault(new Fault.Drip(50, Duration.ZERO)));

        TurnId turn = cluster.prompt(session, words);

        done(turn);
        assertThat(cluster.text(turn)).isEqualTo(text);
        assertThat(cluster.result(turn).text()).isEqualTo(text);
    }

    @Test
    void fastTokensAreJoinedAndNothingIsLost() {
        List<String> tokens = IntStream.range(0, 2_000).mapToObj(i -> " t" + i).toList();
        cluster.script(words, Script.ofTokens(tokens));

        TurnId turn = cluster.prompt(session, words);

        Done done = done(turn);
        List<Delta> deltas = cluster.deltas(turn, 1);
        assertThat(cluster.text(turn)).isEqualTo(String.join("", tokens));
        assertThat(deltas).hasSizeLessThan(tokens.size() / 4);
        assertThat(deltas).extracting(Delta::seq)
                .isEqualTo(LongStream.range(0, deltas.size()).boxed().toList());
        assertThat(done.seq()).isEqualTo(deltas.size());
    }

    @Test
    void tenTurnsSentAtOnceRunInOrderEachKnowingTheEarlierAnswers() {
        List<TurnId> turns = IntStream.rangeClosed(1, 10).mapToObj(i -> cluster.prompt(session, "p" + i)).toList();

        turns.forEach(TurnExecutionIT::done);
        for (int i = 1; i <= 10; i++) {
            StringBuilder told = new StringBuilder("turn " + i);
            for (int earlier = 1; earlier < i; earlier++) {
                told.append(" | user: p").append(earlier).append(" | assistant: turn ").append(earlier);
            }
            assertThat(cluster.text(turns.get(i - 1))).isEqualTo(told + " | user: p" + i);
        }
    }

    @Test
    void whatTheTurnChoosesReachesTheProvider() {
        TurnId turn = cluster.prompt(session, words,
                new TurnOptions("gpt-4o", 2, 0.25, "be brief", null, null, null)
                        .with(ModelOptions.of(Map.of("seed", IntNode.valueOf(7)))));

        assertThat(done(turn).finishReason()).isEqualTo("length");
        assertThat(cluster.provider.requests()).filteredOn(request -> request.prompt().equals(words)).singleElement()
                .satisfies(request -> {
                    assertThat(request.model()).isEqualTo("gpt-4o");
                    assertThat(request.maxTokens()).hasValue(2);
                    assertThat(request.temperature()).hasValue(0.25);
                    assertThat(request.options()).containsOnly(Map.entry("seed", IntNode.valueOf(7)));
                    assertThat(request.messages().getFirst().content()).isEqualTo("be brief");
                });
    }

    @Test
    void anAnswerThatNeverEndsTimesOut() {
        cluster.script(words, Script.timestamped(10_000).withTiming(Duration.ZERO, Duration.ofMillis(100)));

        TurnId turn = cluster.prompt(session, words);

        assertThat(failed(turn).code()).isEqualTo(ErrorCode.TOTAL_TIMEOUT.code());
        assertThat(cluster.result(turn).text()).isEqualTo(cluster.text(turn)).isNotEmpty();
        assertUpstreamClosed();
    }

    @Test
    void aModelThatTheProviderDoesNotKnowIsSaid() {
        TurnId turn = cluster.prompt(session, words,
                new TurnOptions(SimulatorConfig.UNKNOWN_MODEL, null, null, null, null, null, null));

        TurnError failed = failed(turn);
        assertThat(failed.code()).isEqualTo(ErrorCode.MODEL_NOT_FOUND.code());
        assertThat(failed.retryable()).isFalse();
    }

    @Test
    void aProviderThatAsksForALongPauseIsNotAskedAgain() {
        cluster.script(words, Script.failing(Fault.rateLimited(Duration.ofMinutes(1))));

        TurnId turn = cluster.prompt(session, words);

        assertThat(failed(turn).code()).isEqualTo(ErrorCode.RATE_LIMITED.code());
        assertThat(asked()).isEqualTo(1);
    }

    @Test
    void aFailureThatPassesIsNotSeenByReaders() {
        cluster.script(words, Scripts.failFirst(2, Fault.serverError(), request -> Script.of("at last")));

        TurnId turn = cluster.prompt(session, words);

        assertThat(done(turn).attempt()).isEqualTo(1);
        assertThat(cluster.starts(turn)).hasSize(1);
        assertThat(cluster.text(turn)).isEqualTo("at last");
        assertThat(asked()).isEqualTo(3);
    }

    @Test
    void anAnswerThatIsTooLongIsCutAndKept() {
        cluster.script(words, Script.of("word ".repeat(20_000)));

        TurnId turn = cluster.prompt(session, words);

        TurnError failed = failed(turn);
        assertThat(failed.code()).isEqualTo(ErrorCode.ANSWER_TOO_LONG.code());
        assertThat(failed.length()).isEqualTo(LONGEST_ANSWER);
        assertThat(cluster.text(turn)).hasSize(LONGEST_ANSWER).isEqualTo(cluster.result(turn).text());
        assertUpstreamClosed();
    }

    @Test
    void aCancelWhileQueuedEndsTheTurnInUnderASecond() {
        cluster.script(words, Script.of("x").withTiming(Duration.ofMillis(900), Duration.ZERO));
        TurnId open = cluster.prompt(session, words);
        TurnId queued = cluster.prompt(session, "queued");
        await().until(() -> cluster.starts(open).size() == 1);

        assertCancelled(queued, "");

        assertThat(cluster.starts(queued)).isEmpty();
        assertThat(done(open).finishReason()).isEqualTo("stop");
    }

    @Test
    void aCancelBeforeTheFirstTokenEndsTheTurnInUnderASecond() {
        cluster.script(words, Script.of("x").withTiming(NEVER, Duration.ZERO));
        TurnId turn = cluster.prompt(session, words);
        await().until(() -> asked() == 1);

        assertCancelled(turn, "");

        assertUpstreamClosed();
    }

    @Test
    void aCancelInTheMiddleEndsTheTurnInUnderASecondAndThePartialAnswerIsKept() {
        cluster.script(words, Script.failing(new Fault.StallAfter(2)));
        TurnId turn = cluster.prompt(session, words);
        await().until(() -> cluster.text(turn).equals("one two"));

        assertCancelled(turn, "one two");

        assertUpstreamClosed();
        TurnId next = cluster.prompt(session, "and now?");
        done(next);
        assertThat(cluster.text(next)).isEqualTo("turn 2 | user: " + words + " | assistant: one two | user: and now?");
    }

    @Test
    void aCancelAfterTheEndChangesNothing() {
        TurnId turn = cluster.prompt(session, words);
        Done done = done(turn);

        cluster.cancel(session, turn);
        cluster.cancel(session, turn);

        await().until(() -> cluster.terminals(turn).size() == 3);
        assertThat(cluster.terminals(turn)).containsOnly(done);
    }

    @Test
    void aBadRecordGoesToTheDeadLettersAndThePartitionMovesOn() {
        int before = cluster.deadLetters().size();
        cluster.write(session.value(), "not json".getBytes(UTF_8));

        TurnId turn = cluster.prompt(session, words);

        done(turn);
        await().until(() -> cluster.deadLetters().size() == before + 1);
        assertThat(cluster.deadLetters().getLast()).satisfies(letter -> {
            assertThat(new String(letter.value(), UTF_8)).isEqualTo("not json");
            assertThat(new String(letter.headers().lastHeader(DeadLetterHeaders.REASON).value(), UTF_8))
                    .contains("is not JSON");
        });
    }

    @Test
    void theTopicsAreThereAsTheyMustBe() throws Exception {
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                SharedKafka.bootstrapServers()))) {
            Set<String> topics = Set.of(cluster.topic("prompt-requests"), cluster.topic("chunk-events"),
                    cluster.topic("turn-results"));
            assertThat(admin.describeTopics(topics).allTopicNames().get(10, TimeUnit.SECONDS).values())
                    .hasSize(3).allSatisfy(topic -> assertThat(topic.partitions()).hasSize(4));
            ConfigResource heartbeats = new ConfigResource(ConfigResource.Type.TOPIC,
                    cluster.topic("worker-heartbeats"));
            assertThat(admin.describeConfigs(Set.of(heartbeats)).all().get(10, TimeUnit.SECONDS).get(heartbeats)
                    .get(TopicConfig.CLEANUP_POLICY_CONFIG).value()).isEqualTo("compact");
        }
    }

    @Test
    void theMetersTellWhatHappens() {
        done(cluster.prompt(session, words));

        assertThat(worker.scrape()).contains("rivulet_turns_total{outcome=\"stop\"}",
                "rivulet_provider_calls_total{result=\"ok\"}", "rivulet_tokens_total", "rivulet_turns_open",
                "rivulet_turns_queued", "rivulet_turn_first_token_seconds_count",
                "rivulet_turn_duration_seconds_count{outcome=\"done\"}");
        // The clients of Kafka, of the executions and of the coordination.
        assertThat(worker.scrape()).contains("kafka_producer_record_send_total{client_id=\"rivulet-worker-",
                "kafka_stream_alive_stream_threads{");
    }

    private void assertCancelled(TurnId turn, String text) {
        long before = System.nanoTime();
        cluster.cancel(session, turn);

        Done done = done(turn);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(SECOND);
        assertThat(done.finishReason()).isEqualTo(FinishReason.CANCELLED);
        assertThat(done.length()).isEqualTo(text.length());
        assertThat(cluster.text(turn)).isEqualTo(text);
        TurnFinished result = cluster.result(turn);
        assertThat(result.text()).isEqualTo(text);
        assertThat(done.usage() == null || done.usage().wasEstimated()).as("usage: %s", done.usage()).isTrue();
    }

    private void assertUpstreamClosed() {
        await().until(() -> cluster.provider.openStreams() == 0);
    }

    private long asked() {
        return cluster.provider.requests().stream().filter(request -> request.prompt().equals(words)).count();
    }

    private static Done done(TurnId turn) {
        return ended(turn, Done.class);
    }

    private static TurnError failed(TurnId turn) {
        return ended(turn, TurnError.class);
    }

    private static <T extends ChunkEvent.Terminal> T ended(TurnId turn, Class<T> as) {
        assertThat(cluster.terminal(turn)).isInstanceOf(as);
        return as.cast(cluster.terminal(turn));
    }
}
