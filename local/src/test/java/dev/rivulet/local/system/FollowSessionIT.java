package dev.rivulet.local.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rivulet.testkit.llm.Script;
import dev.rivulet.testkit.sse.SseEvent;
import dev.rivulet.testkit.sse.SseStream;
import dev.rivulet.testkit.wait.Waiting;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What several devices see of one session, at two gateways with two workers behind them. */
class FollowSessionIT {

    private static final String SLOW = "word ".repeat(120).trim();

    private static TestSystem system;

    private final String session = "follow-" + UUID.randomUUID();

    @BeforeAll
    static void start() throws InterruptedException {
        // How many they are is told at any place among the events: see WatchingIT.
        system = TestSystem.inSharedKafka(2, 2,
                Map.of("rivulet.worker.delta-window", "0s", "rivulet.gateway.presence", "false"));
        system.answer("slow", Script.of(SLOW).withTiming(Duration.ZERO, Duration.ofMillis(20)));
        system.answer("quick", Script.of("a b c d").withTiming(Duration.ZERO, Duration.ofMillis(5)));
    }

    @AfterAll
    static void stop() {
        system.close();
    }

    @Test
    void twoDevicesAtTwoGatewaysSeeTheSame() {
        SseStream one = follow(0);
        SseStream two = follow(1);
        String first = ask(0, "quick");
        String second = ask(1, "quick");
        List<SseEvent> seen = until(one, ended(first, second));

        assertThat(until(two, ended(first, second))).isEqualTo(seen);
        assertThat(types(ofTurn(seen, first))).containsExactly("prompt", "started", "delta", "delta", "delta", "delta",
                "done");
        assertThat(text(ofTurn(seen, second))).isEqualTo("a b c d");
        JsonNode prompt = data(ofTurn(seen, first).getFirst());
        assertThat(prompt.path("prompt").asText()).isEqualTo("quick");
        assertThat(seen).allSatisfy(event -> assertThat(event.data()).startsWith("{\"turnId\":\""));
    }

    @Test
    void aCursorOfAnyEventBringsExactlyTheRestAtTheOtherGateway() {
        SseStream whole = follow(0);
        String first = ask(0, "quick");
        String second = ask(1, "quick");
        String third = ask(0, "quick");
        List<SseEvent> all = new ArrayList<>(List.of(whole.events().getFirst()));
        all.addAll(until(whole, ended(first, second, third)));

        for (int seen = 1; seen < all.size(); seen++) {
            SseStream rest = system.client(1).follow(session, "?cursor=" + all.get(seen - 1).id());
            assertThat(until(rest, ended(third))).as("after %s", all.get(seen - 1))
                    .isEqualTo(all.subList(seen, all.size()));
            rest.close();
        }
        SseStream fromStart = system.client(1).follow(session, "?from=start");
        assertThat(until(fromStart, ended(third))).isEqualTo(all.subList(1, all.size()));
    }

    @Test
    void whoComesInTheMiddleOfAnAnswerGetsItsTextSoFarAndThenTheRest() {
        SseStream early = follow(0);
        String turn = ask(0, "slow");
        until(early, event -> data(event).path("seq").asInt() == 20);

        SseStream late = system.client(1).follow(session);
        List<SseEvent> seen = until(late, ended(turn));

        assertThat(types(seen)).startsWith("session", "started", "snapshot", "delta").endsWith("done");
        assertThat(data(seen.getFirst()).at("/open/turnId").asText()).isEqualTo(turn);
        assertThat(data(seen.getFirst()).at("/open/prompt").asText()).isEqualTo("slow");
        assertThat(data(seen.get(2)).path("seq").asInt()).isGreaterThanOrEqualTo(20);
        assertThat(data(seen.get(3)).path("seq").asInt()).isEqualTo(data(seen.get(2)).path("seq").asInt() + 1);
        assertThat(text(seen)).isEqualTo(SLOW);
        assertThat(seen.get(0).id()).isEmpty();
        SseStream resumed = system.client(0).follow(session, "?cursor=" + seen.get(2).id());
        assertThat(until(resumed, ended(turn))).isEqualTo(seen.subList(3, seen.size()));
    }

    @Test
    void whenTheWorkerIsLostFollowersSeeTheNewAttemptAndNothingOfTheOldOneAfterIt() {
        system.answer("lost", Script.of("word ".repeat(10_000)).withTiming(Duration.ZERO, Duration.ofMillis(20)));
        SseStream follower = follow(0);
        String turn = ask(0, "lost");
        until(follower, event -> data(event).path("seq").asInt() == 5);

        system.answer("lost", Script.of("a b c d"));
        system.replaceWorker(KafkaProbe.firstOwner(system, session));
        List<SseEvent> seen = until(follower, ended(turn));

        List<SseEvent> again = seen.subList(types(seen).lastIndexOf("started"), seen.size());
        assertThat(types(seen)).doesNotContain("prompt");
        assertThat(data(again.getFirst()).path("attempt").asInt()).isGreaterThan(1);
        assertThat(again).extracting(event -> data(event).path("attempt").asInt()).containsOnly(
                data(again.getFirst()).path("attempt").asInt());
        assertThat(text(again)).isEqualTo("a b c d");
    }

    @Test
    void followersSeeWhoWaitsWhoIsRefusedWhoInterruptsAndWhoIsCancelled() {
        SseStream follower = follow(1);
        String open = ask(0, "slow");
        until(follower, event -> event.type().equals("delta"));
        String waiting = ask(0, "quick");
        String unwanted = ask(0, "never runs");
        String refused = ask(0, Map.of("prompt", "refused", "whenBusy", "reject"));
        system.client(0).cancel(session, unwanted);
        String interrupting = ask(1, Map.of("prompt", "quick", "whenBusy", "interrupt"));
        List<SseEvent> seen = until(follower, ended(open, waiting, unwanted, refused, interrupting));

        assertThat(types(ofTurn(seen, waiting))).startsWith("queued", "prompt", "started").endsWith("done");
        assertThat(types(ofTurn(seen, unwanted))).containsExactly("queued", "done");
        assertThat(types(ofTurn(seen, refused))).containsExactly("error");
        assertThat(data(ofTurn(seen, refused).getFirst()).path("code").asText()).isEqualTo("session_busy");
        assertThat(data(ofTurn(seen, open).getLast()).path("finishReason").asText()).isEqualTo("cancelled");
        List<String> opened = seen.stream().filter(event -> event.type().equals("prompt"))
                .map(event -> data(event).path("turnId").asText()).toList();
        assertThat(opened).containsExactly(interrupting, waiting);
    }

    @Test
    void whatRunsAndWaitsIsInTheSessionAndItsCursorGoesOnFromThere() {
        String open = ask(0, "slow");
        SseStream first = follow(0);
        until(first, event -> event.type().equals("delta"));
        String waiting = ask(0, "quick");
        until(first, event -> event.type().equals("queued"));

        JsonNode now = system.client(1).session(session, 200);
        assertThat(now.at("/open/turnId").asText()).isEqualTo(open);
        assertThat(now.at("/open/attempt").asInt()).isEqualTo(1);
        assertThat(now.at("/queue/0/turnId").asText()).isEqualTo(waiting);
        assertThat(now.at("/queue/0/prompt").asText()).isEqualTo("quick");

        SseStream rest = system.client(1).follow(session, "?cursor=" + now.path("cursor").asText());
        system.client(0).cancel(session, open);
        List<SseEvent> seen = until(rest, ended(waiting));
        assertThat(types(seen)).doesNotContain("queued", "snapshot").contains("delta", "prompt", "done");
        assertThat(system.client(0).session(session, 200).path("turns")).hasSize(2);
    }

    @Test
    void aForgottenSessionIsEmptyAndTheModelIsNotToldOfIt() {
        SseStream follower = follow(1);
        until(follower, ended(ask(0, "remember this")));
        assertThat(system.client(0).session(session, 200).path("turns")).hasSize(1);
        String open = ask(0, "slow");
        String waiting = ask(0, "quick");
        until(follower, event -> event.type().equals("queued"));

        HttpResponse<String> forgotten = system.client(1).forget(session);
        assertThat(forgotten.statusCode()).isEqualTo(202);
        List<SseEvent> seen = until(follower, ended(open, waiting));
        assertThat(types(seen)).contains("forgotten");

        JsonNode now = system.client(0).session(session, 200);
        assertThat(now.path("turns")).isEmpty();
        assertThat(now.path("queue")).isEmpty();
        assertThat(now.has("open")).isFalse();
        SseStream next = system.client(0).stream(session, "what did I say?");
        next.awaitEnd(Waiting.LIMIT);
        assertThat(text(next.events())).contains("what did I say?").doesNotContain("remember");
    }

    @Test
    void whatRemainsOfAForgottenSessionIsWhatTheTopicsAreSetTo() {
        Instant asked = Instant.now();
        JsonNode remains = TestClient.tree(system.client(0).forget(session)).path("remains");
        Map<String, JsonNode> byTopic = StreamSupport.stream(remains.spliterator(), false)
                .collect(Collectors.toMap(topic -> topic.path("topic").asText(), topic -> topic));

        assertThat(byTopic.keySet()).isEqualTo(Stream
                .of("prompt-requests", "chunk-events", "turn-results", "dead-letters",
                        "rivulet-worker-active-turns-changelog", "rivulet-worker-conversations-changelog")
                .map(system::topic)
                .collect(Collectors.toSet()));
        assertThat(byTopic.get(system.topic("rivulet-worker-conversations-changelog")).has("until")).isTrue();
        assertThat(byTopic.get(system.topic("rivulet-worker-conversations-changelog")).path("until").isNull()).isTrue();
        Instant until = Instant.parse(byTopic.get(system.topic("chunk-events")).path("until").asText());
        assertThat(until).isAfter(asked.plus(Duration.ofHours(6))).isBefore(asked.plus(Duration.ofHours(7)));
    }

    @Test
    void aFollowerIsNotHeldByAGatewayThatStopsAndGoesOnAtAnother() {
        SseStream follower = follow(0);
        String turn = ask(1, "slow");
        List<SseEvent> seen = new ArrayList<>(until(follower, event -> data(event).path("seq").asInt() == 10));
        system.stopGateway(0);
        system.startGateway();
        assertThat(follower.awaitEnd(Waiting.LIMIT)).isPresent();
        seen = new ArrayList<>(follower.events().subList(1, follower.events().size()));

        SseStream rest = system.client(0).follow(session, "?cursor=" + seen.getLast().id());
        seen.addAll(until(rest, ended(turn)));

        assertThat(text(seen)).isEqualTo(SLOW);
        assertThat(types(seen)).startsWith("prompt", "started", "delta").endsWith("done").doesNotContain("snapshot");
    }

    @Test
    void aCursorOfAnotherSessionIsRefused() {
        SseStream mine = follow(0);
        SseStream refused = system.client(1).follow("other-" + session, "?cursor=" + mine.events().getFirst().id());
        assertThat(refused.awaitHeaders(Waiting.LIMIT)).isTrue();
        assertThat(refused.status()).isEqualTo(400);
        SseStream nonsense = system.client(1).follow(session, "?cursor=nonsense");
        assertThat(nonsense.awaitHeaders(Waiting.LIMIT)).isTrue();
        assertThat(nonsense.status()).isEqualTo(400);
    }

    /** A follower that has been told what the session is. */
    private SseStream follow(int gateway) {
        SseStream stream = system.client(gateway).follow(session);
        assertThat(stream.next(Waiting.LIMIT)).hasValueSatisfying(
                event -> assertThat(event.type()).isEqualTo("session"));
        return stream;
    }

    private String ask(int gateway, String prompt) {
        return ask(gateway, Map.of("prompt", prompt));
    }

    private String ask(int gateway, Map<String, ?> turn) {
        TestClient client = system.client(gateway);
        return TestClient.tree(client.post(client.base() + "/v1/sessions/" + session + "/turns", turn)).path("turnId")
                .asText();
    }

    /** The events that come, up to the one that is waited for. */
    private static List<SseEvent> until(SseStream stream, Predicate<SseEvent> last) {
        List<SseEvent> seen = new ArrayList<>();
        do {
            seen.add(stream.next(Waiting.LIMIT).orElseThrow(() -> new AssertionError("nothing after " + seen)));
        } while (!last.test(seen.getLast()));
        return seen;
    }

    /** The end of the last of some turns, in whatever order they end. */
    private static Predicate<SseEvent> ended(String... turns) {
        Set<String> open = new HashSet<>(Set.of(turns));
        return event -> Set.of("done", "error").contains(event.type())
                && open.remove(data(event).path("turnId").asText()) && open.isEmpty();
    }

    private static List<SseEvent> ofTurn(List<SseEvent> events, String turn) {
        return events.stream().filter(event -> data(event).path("turnId").asText().equals(turn)).toList();
    }

    private static List<String> types(List<SseEvent> events) {
        return events.stream().map(SseEvent::type).toList();
    }

    private static String text(List<SseEvent> events) {
        return events.stream().filter(event -> Set.of("delta", "snapshot").contains(event.type()))
                .map(event -> data(event).path("content").asText()).collect(Collectors.joining());
    }

    private static JsonNode data(SseEvent event) {
        return TestClient.tree(event.data());
    }
}
