package dev.rivulet.local.system;

import static dev.rivulet.testkit.wait.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rivulet.gateway.log.TurnIds;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.result.TurnFinished;
import dev.rivulet.schemas.topic.SessionPartition;
import dev.rivulet.testkit.guarantee.GuaranteeReport;
import dev.rivulet.testkit.guarantee.ObservedTurn;
import dev.rivulet.testkit.guarantee.TurnEvent;
import dev.rivulet.testkit.llm.Fault;
import dev.rivulet.testkit.llm.Script;
import dev.rivulet.testkit.sse.SseEvent;
import dev.rivulet.testkit.sse.SseStream;
import dev.rivulet.testkit.sse.StreamEnd;
import dev.rivulet.testkit.wait.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * What the whole system promises, with two workers and two gateways over a real Kafka. The numbers in the names are
 * those of the promises in the design.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SystemSuite {

    private static final String AWKWARD = "line one\nline \"two\"\n\n\ttabbed \\ back\u2028slash \u2029 "
            + "\uD83C\uDF0A\uD83D\uDC69\u200D\uD83D\uDE80 naïve 河川 data: [DONE] \u0000 end";

    private static final int PARTITIONS = 12;

    private TestSystem system;

    abstract String startKafka();

    abstract void stopKafka();

    @BeforeAll
    void start() throws InterruptedException {
        system = new TestSystem(startKafka(), 2, 2,
                Map.of("rivulet.topics.partitions", Integer.toString(PARTITIONS)));
    }

    @AfterAll
    void stop() {
        if (system != null) {
            system.close();
        }
        stopKafka();
    }

    @Test
    void promise1AcceptedMeansEnded_whateverTheProviderDoes() {
        Map<String, Fault> faults = Map.of("refused", new Fault.Refuse(), "limited",
                Fault.rateLimited(Duration.ofSeconds(1)), "failing", Fault.serverError(), "cut", new Fault.CutAfter(3),
                "ended", new Fault.EndAfter(3), "garbled", new Fault.MalformedAfter(3));
        GuaranteeReport report = new GuaranteeReport();
        faults.forEach((prompt, fault) -> {
            system.answer(prompt, Script.failing(fault));
            ObservedTurn turn = TestSystem.observe(system.client(0).stream(session(), prompt));
            report.check(turn);
            assertThat(turn.terminal()).as(prompt).containsInstanceOf(TurnEvent.Failed.class);
        });
        assertThat(report.examples()).isEmpty();
    }

    @Test
    void promise3TruncatedIsNeverDone() {
        for (Fault fault : List.of(new Fault.CutAfter(4), new Fault.EndAfter(4))) {
            system.answer("truncated", Script.failing(fault));
            ObservedTurn turn = TestSystem.observe(system.client(0).stream(session(), "truncated"));
            assertThat(turn.terminal().orElseThrow()).isInstanceOfSatisfying(TurnEvent.Failed.class, failed -> {
                assertThat(failed.code()).isEqualTo("upstream_truncated");
                assertThat(failed.retryable()).isTrue();
                assertThat(failed.length()).hasValue(turn.text().length());
            });
            assertThat(turn.text()).isEqualTo("one two three four");
        }
    }

    @Test
    void promise4ResumeAnywhere_fromEveryCursorAtTheOtherGateway() {
        system.answer("resume", Script.of("a b c d e f g h").withTiming(Duration.ZERO, Duration.ofMillis(30)));
        String session = session();
        SseStream whole = system.client(0).stream(session, "resume");
        ObservedTurn turn = TestSystem.observe(whole);
        String id = turnOf(whole);
        List<SseEvent> events = whole.events();
        for (int seen = 1; seen < events.size(); seen++) {
            SseStream rest = system.client(1).events(session, id, Map.of("Last-Event-ID", events.get(seen - 1).id()));
            assertThat(rest.awaitEnd(Waiting.LIMIT)).contains(new StreamEnd.EndedByServer());
            assertThat(rest.events()).isEqualTo(events.subList(seen, events.size()));
        }
        assertThat(turn.text()).isEqualTo(system.client(1).snapshot(session, id).path("text").asText());
    }

    @Test
    void promise4ResumeAnywhere_aStreamCutInTheMiddleGoesOnAtTheOtherGateway() {
        system.answer("cut", Script.of("river ".repeat(60)).withTiming(Duration.ZERO, Duration.ofMillis(25)));
        String session = session();
        SseStream first = system.client(0).stream(session, "cut");
        for (int i = 0; i < 12; i++) {
            assertThat(first.next(Waiting.LIMIT)).isPresent();
        }
        first.cut();
        List<SseEvent> joined = new ArrayList<>(first.events());
        SseStream second = system.client(1).events(session, turnOf(first),
                Map.of("Last-Event-ID", joined.getLast().id()));
        assertThat(second.awaitEnd(Waiting.LIMIT)).contains(new StreamEnd.EndedByServer());
        joined.addAll(second.events());
        ObservedTurn turn = ObservedTurn.of("cut", joined);
        assertThat(new GuaranteeReport().check(turn)).isEmpty();
        assertThat(turn.text()).isEqualTo("river ".repeat(60))
                .isEqualTo(system.client(0).snapshot(session, turnOf(first)).path("text").asText());
    }

    @Test
    void promise6StopIsNotDisconnect_cancelWhileQueued() {
        system.answer("long", Script.of("w ".repeat(500)).withTiming(Duration.ZERO, Duration.ofMillis(20)));
        String session = session();
        SseStream open = system.client(0).stream(session, "long");
        open.next(Waiting.LIMIT);
        String queued = system.client(0).submit(session, "never asked").path("turnId").asText();
        assertThat(system.client(1).cancel(session, queued)).isEqualTo(202);
        ObservedTurn turn = TestSystem.observe(system.client(1).events(session, queued, Map.of()));
        assertCancelled(turn);
        assertThat(turn.text()).isEmpty();
        assertThat(system.simulator.requests()).noneMatch(request -> request.prompt().equals("never asked"));
        system.client(0).cancel(session, turnOf(open));
        assertCancelled(TestSystem.observe(open));
    }

    @Test
    void promise6StopIsNotDisconnect_cancelBeforeTheFirstToken() {
        system.answer("stalled", Script.failing(new Fault.StallBeforeHeaders()));
        assertCancelClosesTheUpstreamConnection("stalled", 1);
    }

    @Test
    void promise6StopIsNotDisconnect_cancelInTheMiddle() {
        system.answer("endless", Script.of("w ".repeat(5000)).withTiming(Duration.ZERO, Duration.ofMillis(20)));
        ObservedTurn turn = assertCancelClosesTheUpstreamConnection("endless", 5);
        assertThat(turn.text()).startsWith("w w ");
    }

    @Test
    void promise6StopIsNotDisconnect_aLostReaderStopsNothing() {
        system.answer("unread", Script.of("x ".repeat(40)).withTiming(Duration.ZERO, Duration.ofMillis(20)));
        String session = session();
        SseStream stream = system.client(0).stream(session, "unread");
        stream.next(Waiting.LIMIT);
        String turn = turnOf(stream);
        stream.cut();
        await().until(() -> system.client(1).snapshot(session, turn).path("status").asText().equals("done"));
        assertThat(system.client(1).snapshot(session, turn).path("text").asText()).isEqualTo("x ".repeat(40));
    }

    @Test
    void promise8SameKeySameTurn_atOnceOnTwoGateways() {
        for (int round = 0; round < 10; round++) {
            String prompt = "keyed " + round;
            system.answer(prompt, Script.of("one call for both").withTiming(Duration.ZERO, Duration.ofMillis(20)));
            String session = session();
            List<SseStream> streams = List.of(system.client(0).stream(session, prompt, "k"),
                    system.client(1).stream(session, prompt, "k"));

            assertThat(streams.stream().map(TestSystem::observe).map(ObservedTurn::text))
                    .containsExactly("one call for both", "one call for both");
            assertThat(turnOf(streams.get(0))).isEqualTo(turnOf(streams.get(1)));
            assertThat(streams.get(0).events()).isEqualTo(streams.get(1).events());
            assertThat(calls(prompt)).isEqualTo(1);
        }
    }

    @Test
    void promise8SameKeySameTurn_anotherBodyIsAConflictAndAnotherSessionAnotherTurn() {
        String session = session();
        SseStream first = system.client(0).stream(session, "keyed by session", "k");
        TestSystem.observe(first);

        SseStream conflict = system.client(1).stream(session, "keyed by session, and more", "k");
        assertThat(conflict.awaitEnd(Waiting.LIMIT).orElseThrow()).isInstanceOfSatisfying(StreamEnd.Rejected.class,
                rejected -> assertThat(rejected.status()).isEqualTo(409));
        SseStream elsewhere = system.client(1).stream(session(), "keyed by session", "k");
        TestSystem.observe(elsewhere);

        assertThat(turnOf(elsewhere)).isNotEqualTo(turnOf(first));
        assertThat(calls("keyed by session")).isEqualTo(2);
        assertThat(calls("keyed by session, and more")).isZero();
    }

    private long calls(String prompt) {
        return system.simulator.requests().stream().filter(asked -> asked.prompt().equals(prompt)).count();
    }

    @Test
    void promise9BadInputLosesNothing() {
        String session = session();
        assertThat(system.client(0).post(system.client(0).base() + "/v1/sessions/" + session + "/turns", Map.of())
                .statusCode()).isEqualTo(400);
        KafkaProbe.sendRaw(system, "prompt-requests", session, "{not json");
        ObservedTurn turn = TestSystem.observe(system.client(0).stream(session, "after the bad record"));
        assertThat(turn.terminal()).containsInstanceOf(TurnEvent.Done.class);
        assertThat(KafkaProbe.headersOf(system, "dead-letters", session)).containsKey("reason")
                .containsEntry("source-topic", "prompt-requests");
    }

    @Test
    void tenTurnsSentAtOnceRunInOrderAndEachKnowsTheEarlierAnswers() {
        String session = session();
        List<String> turns = IntStream.rangeClosed(1, 10)
                .mapToObj(i -> system.client(i % 2).submit(session, "question " + i).path("turnId").asText()).toList();
        for (int i = 1; i <= turns.size(); i++) {
            String text = TestSystem.observe(system.client(0).events(session, turns.get(i - 1), Map.of())).text();
            String known = IntStream.range(1, i)
                    .mapToObj(n -> " | user: question " + n + " | assistant: turn " + n)
                    .collect(Collectors.joining());
            assertThat(text).isEqualTo("turn " + i + known + " | user: question " + i);
        }
    }

    @Test
    void awkwardTextArrivesByteForByteOnEveryEndpoint() {
        system.answer("awkward", Script.of(AWKWARD));
        TestClient client = system.client(0);
        String session = session();
        SseStream stream = client.stream(session, "awkward");
        assertThat(TestSystem.observe(stream).text()).isEqualTo(AWKWARD);
        String turn = turnOf(stream);
        assertThat(TestSystem.observe(system.client(1).events(session, turn, Map.of())).text()).isEqualTo(AWKWARD);
        assertThat(client.snapshot(session, turn).path("text").asText()).isEqualTo(AWKWARD);

        SseStream plain = client.plain("awkward");
        assertThat(plain.awaitEnd(Waiting.LIMIT)).isPresent();
        List<String> data = plain.events().stream().map(SseEvent::data).toList();
        assertThat(data.getLast()).isEqualTo("[DONE]");
        assertThat(String.join("", data.subList(0, data.size() - 1))).isEqualTo(AWKWARD);

        Map<String, Object> chat = Map.of("model", "gpt-4o-mini", "messages",
                List.of(Map.of("role", "user", "content", "awkward")));
        JsonNode whole = TestClient.tree(client.post(client.base() + "/v1/chat/completions", chat));
        assertThat(whole.at("/choices/0/message/content").asText()).isEqualTo(AWKWARD);

        TurnFinished result = KafkaProbe.result(system, session, turn);
        assertThat(result.text()).isEqualTo(AWKWARD);
    }

    @Test
    void promise11ATurnIsNamedByItsSessionAndItsId_anotherSessionWithTheSameIdStopsNothing() {
        system.answer("shared id", Script.of("mine ".repeat(100)).withTiming(Duration.ZERO, Duration.ofMillis(30)));
        system.answer("shared id, endless",
                Script.of("w ".repeat(5000)).withTiming(Duration.ZERO, Duration.ofMillis(20)));
        String session = session();
        String stranger = neighbourOf(session);
        String turn = new TurnIds().next().toString();
        SseStream own = system.client(0).stream(session, Map.of("prompt", "shared id", "turnId", turn));
        assertThat(own.next(Waiting.LIMIT)).isPresent();
        SseStream others = system.client(1).stream(stranger, Map.of("prompt", "shared id, endless", "turnId", turn));
        assertThat(others.next(Waiting.LIMIT)).isPresent();
        assertThat(others.next(Waiting.LIMIT)).isPresent();

        assertThat(system.client(0).cancel(stranger, turn)).isEqualTo(202);

        ObservedTurn stopped = TestSystem.observe(others);
        assertCancelled(stopped);
        assertThat(stopped.text()).startsWith("w").doesNotContain("mine");
        ObservedTurn kept = TestSystem.observe(own);
        assertThat(new GuaranteeReport().check(kept)).isEmpty();
        assertThat(kept.text()).isEqualTo("mine ".repeat(100))
                .isEqualTo(system.client(1).snapshot(session, turn).path("text").asText());
        assertThat(calls("shared id")).isEqualTo(1);
    }

    private ObservedTurn assertCancelClosesTheUpstreamConnection(String prompt, int eventsFirst) {
        String session = session();
        long closedBefore = system.simulator.closedByClient();
        SseStream stream = system.client(0).stream(session, prompt);
        for (int i = 0; i < eventsFirst; i++) {
            assertThat(stream.next(Waiting.LIMIT)).isPresent();
        }
        await().until(() -> system.simulator.requests().stream().anyMatch(asked -> asked.prompt().equals(prompt)));
        assertThat(system.client(1).cancel(session, turnOf(stream))).isEqualTo(202);
        ObservedTurn turn = TestSystem.observe(stream);
        assertCancelled(turn);
        assertThat(system.client(1).cancel(session, turnOf(stream))).isEqualTo(202);
        await().until(() -> system.simulator.closedByClient() > closedBefore);
        return turn;
    }

    private static void assertCancelled(ObservedTurn turn) {
        assertThat(new GuaranteeReport().check(turn)).isEmpty();
        assertThat(turn.terminal().orElseThrow()).isInstanceOfSatisfying(TurnEvent.Done.class,
                done -> assertThat(done.finishReason()).isEqualTo("cancelled"));
    }

    private static String turnOf(SseStream stream) {
        return stream.header("X-Turn-Id").orElseThrow();
    }

    /** Another session of the same partition: one coordinator and one worker have the turns of both. */
    private static String neighbourOf(String session) {
        int partition = SessionPartition.of(new SessionId(session), PARTITIONS);
        return Stream.generate(SystemSuite::session)
                .filter(other -> SessionPartition.of(new SessionId(other), PARTITIONS) == partition).findFirst()
                .orElseThrow();
    }

    private static String session() {
        return "s-" + UUID.randomUUID();
    }
}
