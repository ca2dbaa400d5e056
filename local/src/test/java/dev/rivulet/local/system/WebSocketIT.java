package dev.rivulet.local.system;

import static dev.rivulet.testkit.wait.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rivulet.testkit.guarantee.GuaranteeReport;
import dev.rivulet.testkit.guarantee.ObservedTurn;
import dev.rivulet.testkit.guarantee.TurnEvent;
import dev.rivulet.testkit.llm.Script;
import dev.rivulet.testkit.sse.SseEvent;
import dev.rivulet.testkit.wait.Waiting;
import dev.rivulet.testkit.ws.JsonSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code /ws} of several gateways, as a client of them sees it. */
class WebSocketIT {

    private static final int STOPPED = 2;

    private static TestSystem system;

    @BeforeAll
    static void start() throws InterruptedException {
        system = TestSystem.inSharedKafka(1, 3,
                Map.of("rivulet.worker.delta-window", "0s", "rivulet.http.max-stream-buffer", "16k",
                        "rivulet.http.send-buffer", "8k"));
    }

    @AfterAll
    static void stop() {
        if (system != null) {
            system.close();
        }
    }

    @Test
    void turnsOfDifferentSessionsRunSideBySideOnOneConnectionEachInOrder() {
        try (JsonSocket socket = connect(0)) {
            List<String> turns = Stream.of("a", "b", "c").map(letter -> {
                answer("side " + letter, letter + " ", 40);
                return ask(socket, session(), "side " + letter);
            }).toList();
            turns.forEach(turn -> ended(socket, turn));
            GuaranteeReport report = new GuaranteeReport();
            for (int i = 0; i < 3; i++) {
                ObservedTurn turn = ObservedTurn.of("turn", socket.events(turns.get(i)));
                report.check(turn);
                assertThat(turn.text()).isEqualTo(List.of("a ", "b ", "c ").get(i).repeat(40));
            }
            assertThat(report.examples()).isEmpty();
            List<String> order = socket.frames().stream().map(frame -> frame.path("turn").asText()).toList();
            for (String turn : turns) {
                // Each had begun before any other had ended.
                assertThat(turns.stream().mapToInt(order::lastIndexOf).min().orElse(0))
                        .isGreaterThan(order.indexOf(turn));
            }
        }
    }

    @Test
    void aCancelOverTheConnectionEndsTheTurn() {
        answer("endless", "w ", 5_000);
        try (JsonSocket socket = connect(0)) {
            String session = session();
            String turn = ask(socket, session, "endless");
            await().until(() -> socket.events(turn).size() > 5);
            socket.send(Map.of("type", "cancel", "id", "stop", "session", session, "turn", turn));
            assertThat(reply(socket, "stop").path("type").asText()).isEqualTo("cancelling");
            assertThat(ended(socket, turn).path("data").path("finishReason").asText()).isEqualTo("cancelled");
        }
    }

    @Test
    void aTurnThatLostItsConnectionGoesOnAtAnotherGatewayAfterTheLastEvent() {
        answer("resumed", "word ", 60);
        String session = session();
        List<SseEvent> joined;
        String turn;
        try (JsonSocket first = connect(0)) {
            turn = ask(first, session, "resumed");
            await().until(() -> first.events(turn).size() > 10);
            first.cut();
            joined = new ArrayList<>(first.events(turn));
        }
        try (JsonSocket second = connect(1)) {
            second.send(Map.of("type", "resume", "id", "r", "session", session, "turn", turn, "cursor",
                    joined.getLast().id()));
            ended(second, turn);
            joined.addAll(second.events(turn));
        }
        ObservedTurn whole = ObservedTurn.of("turn", joined);
        assertThat(new GuaranteeReport().check(whole)).isEmpty();
        assertThat(whole.text()).isEqualTo("word ".repeat(60));
    }

    @Test
    void aClientThatDoesNotReadIsFedFromKafkaLaterAndGetsAll() {
        system.answer("long", Script.of("0123456789 ".repeat(10_000)));
        double before = lagging();
        try (JsonSocket socket = connect(0)) {
            socket.send(Map.of("type", "ping", "id", "there"));
            reply(socket, "there");
            socket.pause();
            List<String> sessions = List.of(session(), session(), session());
            sessions.forEach(session -> socket.send(
                    Map.of("type", "prompt", "id", session, "session", session, "prompt", "long")));
            await().until(() -> lagging() >= before + 1);
            socket.resume();
            for (String session : sessions) {
                String turn = reply(socket, session).path("turn").asText();
                ended(socket, turn);
                ObservedTurn observed = ObservedTurn.of("turn", socket.events(turn));
                assertThat(new GuaranteeReport().check(observed)).isEmpty();
                assertThat(observed.text()).isEqualTo("0123456789 ".repeat(10_000));
            }
        }
    }

    @Test
    void aSecondDeviceFollowsTheSessionAndALateOneGetsTheTextSoFar() {
        answer("live", "live ", 60);
        String session = session();
        try (JsonSocket asker = connect(0); JsonSocket follower = connect(1); JsonSocket late = connect(1)) {
            follower.send(Map.of("type", "follow", "id", "f", "session", session));
            assertThat(reply(follower, "f").path("type").asText()).isEqualTo("following");
            assertThat(follower.await(Map.of("type", "session", "session", session), Waiting.LIMIT)).isPresent();
            String turn = ask(asker, session, "live");
            await().until(() -> asker.events(turn).size() > 5);
            late.send(Map.of("type", "resume", "id", "l", "session", session, "turn", turn));
            ended(late, turn);
            assertThat(late.events(turn).stream().map(SseEvent::type)).startsWith("started", "snapshot");
            ended(follower, turn);
            assertThat(follower.events(turn).stream().map(SseEvent::type)).startsWith("prompt", "started", "delta");
            assertThat(ObservedTurn.of("turn", follower.events(turn)).text()).isEqualTo("live ".repeat(60));
            follower.send(Map.of("type", "leave", "id", "bye", "session", session));
            assertThat(reply(follower, "bye").path("type").asText()).isEqualTo("left");
        }
    }

    @Test
    void aTurnComesInTheShapeThatWasAskedFor() {
        answer("shaped", "two words ", 10);
        try (JsonSocket socket = connect(0)) {
            String turn = ask(socket, session(), "shaped", Map.of("granularity", "word", "throttle", "300ms"));
            ended(socket, turn);
            ObservedTurn observed = ObservedTurn.of("turn", socket.events(turn));
            assertThat(observed.text()).isEqualTo("two words ".repeat(10));
            assertThat(observed.deltas(1)).hasSizeLessThan(10);
        }
    }

    @Test
    void aGatewayThatStopsSaysFarewellAndTheTurnGoesOnElsewhere() {
        answer("kept", "kept ", 100);
        String session = session();
        List<SseEvent> joined;
        String turn;
        try (JsonSocket socket = connect(STOPPED)) {
            turn = ask(socket, session, "kept", Map.of("onDisconnect", "cancel"));
            await().until(() -> socket.events(turn).size() > 3);
            system.stopGateway(STOPPED);
            assertThat(socket.awaitClose(Waiting.LIMIT)).contains(1001);
            assertThat(socket.frames().getLast().toString()).isEqualTo("{\"type\":\"farewell\"}");
            joined = new ArrayList<>(socket.events(turn));
        }
        try (JsonSocket other = connect(0)) {
            other.send(Map.of("type", "resume", "id", "r", "session", session, "turn", turn, "cursor",
                    joined.getLast().id()));
            ended(other, turn);
            joined.addAll(other.events(turn));
        }
        ObservedTurn whole = ObservedTurn.of("turn", joined);
        assertThat(whole.text()).isEqualTo("kept ".repeat(100));
        assertThat(whole.terminal()).containsInstanceOf(TurnEvent.Done.class);
    }

    private static void answer(String prompt, String word, int times) {
        system.answer(prompt, Script.of(word.repeat(times)).withTiming(Duration.ZERO, Duration.ofMillis(20)));
    }

    private static String ask(JsonSocket socket, String session, String prompt) {
        return ask(socket, session, prompt, Map.of());
    }

    private static String ask(JsonSocket socket, String session, String prompt, Map<String, String> options) {
        Map<String, String> frame = new HashMap<>(options);
        frame.putAll(Map.of("type", "prompt", "id", session, "session", session, "prompt", prompt));
        socket.send(frame);
        JsonNode accepted = reply(socket, session);
        assertThat(accepted.path("type").asText()).isEqualTo("accepted");
        return accepted.path("turn").asText();
    }

    private static JsonNode reply(JsonSocket socket, String id) {
        return socket.await(Map.of("id", id), Waiting.LIMIT).orElseThrow();
    }

    private static JsonNode ended(JsonSocket socket, String turn) {
        return socket.await(Map.of("turn", turn, "type", "done"), Waiting.LIMIT).orElseThrow();
    }

    private static JsonSocket connect(int gateway) {
        return JsonSocket.connect(URI.create(system.client(gateway).base().replace("http:", "ws:") + "/ws"), Map.of());
    }

    private static double lagging() {
        return system.client(0).get("/metrics").body().lines()
                .filter(line -> line.startsWith("rivulet_gateway_readers_lagging_total "))
                .mapToDouble(line -> Double.parseDouble(line.split(" ")[1])).sum();
    }

    private static String session() {
        return "s-" + UUID.randomUUID();
    }
}
