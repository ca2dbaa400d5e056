package dev.rivulet.gateway;

import static dev.rivulet.testkit.wait.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rivulet.gateway.log.TurnIds;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.PromptRequested;
import dev.rivulet.schemas.event.Accepted;
import dev.rivulet.testkit.sse.SseEvent;
import dev.rivulet.testkit.wait.Waiting;
import dev.rivulet.testkit.ws.JsonSocket;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What {@code /ws} does with what clients ask for. */
class SocketIT {

    private static final String KEY = "key of " + SocketIT.class;
    private static final Map<String, TurnId> KEYS = new ConcurrentHashMap<>();

    @RegisterExtension
    static final GatewayExtension fixture = GatewayExtension.with(
            Map.of("rivulet.http.max-socket-streams", "4", "rivulet.http.cors-origins", "https://app.example.com",
                    "rivulet.http.disconnect-grace", "1s"))
            .onPrompt(SocketIT::decide);

    private static final TestGateway gateway = fixture.gateway();
    private static final FakeWorker worker = fixture.worker();

    /** As a coordinator does with the key of the test of that. */
    private static void decide(FakeWorker self, PromptRequested prompt) {
        if (prompt.idempotency() != null && KEY.equals(prompt.idempotency().key())) {
            TurnId first = KEYS.putIfAbsent(KEY, prompt.turnId());
            self.accept(prompt, first == null ? prompt.turnId() : first,
                    first == null ? Accepted.Status.CREATED : Accepted.Status.EXISTING);
        }
    }

    @Test
    void aPromptIsAcceptedAndItsEventsFollowWithTheDataOfTheLog() {
        try (JsonSocket socket = connect()) {
            String session = Streams.session();
            String turn = ask(socket, session);
            worker.answer(session, turn, "one ", "two \"three\" \uD83C\uDF0A");
            shown(socket, turn, "done");
            List<SseEvent> events = socket.events(turn);
            assertThat(events.stream().map(SseEvent::type)).containsExactly("started", "delta", "delta", "done");
            assertThat(Streams.text(events)).isEqualTo("one two \"three\" \uD83C\uDF0A");
            assertThat(events).isEqualTo(Streams.all(gateway.events(session, turn)).stream()
                    .map(event -> new SseEvent(event.id(), event.type(), TestGateway.tree(event.data()).toString()))
                    .toList());
        }
    }

    @Test
    void aBadFrameIsAnsweredWithAProblemThatNamesTheRequestAndTheConnectionGoesOn() {
        try (JsonSocket socket = connect()) {
            socket.sendText("{not json");
            assertProblem(next(socket), null, "invalid_json", null);
            socket.sendText("[1]");
            assertProblem(next(socket), null, "invalid_type", null);
            socket.send(Map.of("id", "1"));
            assertProblem(next(socket), "1", "missing_value", "type");
            socket.send(Map.of("id", "2", "type", "shout"));
            assertProblem(next(socket), "2", "invalid_value", "type");
            socket.send(Map.of("id", 3, "type", "ping"));
            assertProblem(next(socket), null, "invalid_type", "id");
            socket.send(Map.of("id", "4", "type", "prompt", "prompt", 7));
            assertProblem(next(socket), "4", "invalid_type", "prompt");
            socket.send(Map.of("id", "5", "type", "prompt", "prompt", "hi", "whenBusy", "never"));
            assertProblem(next(socket), "5", "invalid_value", "whenBusy");
            socket.send(Map.of("id", "6", "type", "resume", "session", "s", "turn", "nine"));
            assertProblem(next(socket), "6", "invalid_turn", "turn");
            socket.send(Map.of("id", "7", "type", "prompt", "prompt", "hi", "idempotencyKey", ""));
            assertProblem(next(socket), "7", "invalid_value", "idempotencyKey");
            socket.send(Map.of("type", "cancel", "session", "s", "turn", new TurnIds().next().toString()));
            assertProblem(next(socket), null, "missing_value", "id");
            String unknown = new TurnIds().next().toString();
            socket.send(Map.of("id", "8", "type", "resume", "session", "s", "turn", unknown));
            JsonNode problem = next(socket);
            assertProblem(problem, "8", "unknown_turn", "turn");
            assertThat(problem.path("session").asText()).isEqualTo("s");
            assertThat(problem.path("turn").asText()).isEqualTo(unknown);
            socket.send(Map.of("type", "ping", "id", "9"));
            assertThat(next(socket).toString()).isEqualTo("{\"type\":\"pong\",\"id\":\"9\"}");
        }
    }

    @Test
    void pagesOfOtherOriginsAreRefusedAndAnybodyElseIsNot() {
        connect(Map.of("Origin", "https://app.example.com")).close();
        connect(Map.of("Origin", gateway.url(""))).close();
        for (String foreign : List.of("https://evil.example", "http://app.example.com", "null",
                "https://app.example.com.evil.example", "http://127.0.0.1:1")) {
            assertThatThrownBy(() -> connect(Map.of("Origin", foreign))).isInstanceOfSatisfying(
                    JsonSocket.RefusedException.class, refused -> assertThat(refused.status()).isEqualTo(403));
        }
    }

    @Test
    void aRequestThatIsNoWebSocketIsToldToBecomeOne() throws IOException {
        HttpResponse<String> response = gateway.get("/ws");
        assertThat(response.statusCode()).isEqualTo(426);
        assertThat(response.headers().firstValue("Upgrade")).contains("websocket");
        Streams.assertProblem(TestGateway.tree(response), 426, "upgrade_required");
        assertThat(gateway.post("/ws", "{}").statusCode()).isEqualTo(405);
        try (RawSocket socket = new RawSocket(gateway.url("/ws"))) {
            assertThat(socket.head()).startsWith("HTTP/1.1 101 ").doesNotContainIgnoringCase("deflate");
        }
    }

    @Test
    void aConnectionReadsABoundedNumberOfTurnsAndLeavingOneMakesRoom() {
        try (JsonSocket socket = connect()) {
            List<String> sessions = Stream.generate(Streams::session).limit(4).toList();
            List<String> turns = sessions.stream().map(session -> ask(socket, session)).toList();
            String more = Streams.session();
            socket.send(Map.of("id", "more", "type", "prompt", "prompt", "hi", "session", more));
            assertProblem(answer(socket, "more"), "more", "too_many_streams", null);
            socket.send(Map.of("id", "bye", "type", "leave", "session", sessions.getFirst(), "turn",
                    turns.getFirst()));
            assertThat(answer(socket, "bye").path("type").asText()).isEqualTo("left");
            ask(socket, more);
        }
    }

    @Test
    void theSameKeyIsTheSameTurnFromItsBeginning() {
        try (JsonSocket socket = connect()) {
            String session = Streams.session();
            Map<String, String> prompt = Map.of("id", "a", "type", "prompt", "prompt", "hi", "session", session,
                    "idempotencyKey", KEY);
            socket.send(prompt);
            String turn = answer(socket, "a").path("turn").asText();
            worker.answer(session, turn, "once");
            shown(socket, turn, "done");
            List<SseEvent> first = socket.events(turn);

            try (JsonSocket other = connect()) {
                Map<String, String> again = new HashMap<>(prompt);
                again.put("id", "b");
                other.send(again);
                JsonNode answer = answer(other, "b");
                assertThat(answer.path("type").asText()).isEqualTo("accepted");
                assertThat(answer.path("turn").asText()).isEqualTo(turn);
                shown(other, turn, "done");
                assertThat(other.events(turn)).isEqualTo(first);
            }
        }
    }

    @Test
    void aTurnThatIsReadAgainOnItsConnectionGoesOnFromTheNewPlaceOnly() {
        try (JsonSocket socket = connect()) {
            String session = Streams.session();
            String turn = ask(socket, session);
            worker.publish(session, turn, Chunks.started(1));
            worker.publishDeltas(session, turn, 0, 3, "x");
            await().until(() -> socket.events(turn).size() == 4);
            String afterFirst = socket.events(turn).get(1).id();
            socket.send(Map.of("id", "r", "type", "resume", "session", session, "turn", turn, "cursor", afterFirst));
            assertThat(answer(socket, "r").path("type").asText()).isEqualTo("resumed");
            worker.publish(session, turn, Chunks.done(1, 3, "stop", 3));
            shown(socket, turn, "done");
            List<SseEvent> events = socket.events(turn);
            assertThat(events).hasSize(7);
            assertThat(events.subList(4, 6)).isEqualTo(events.subList(2, 4));
            String end = events.getLast().id();
            socket.send(Map.of("id", "e", "type", "resume", "session", session, "turn", turn, "cursor", end));
            assertThat(answer(socket, "e").path("type").asText()).isEqualTo("ended");
        }
    }

    @Test
    void readersThatLeaveEndTheirTurnsWhenThatIsWanted() {
        try (JsonSocket socket = connect()) {
            String kept = ask(socket, Streams.session());
            String session = Streams.session();
            String left = ask(socket, session, Map.of("onDisconnect", "cancel"));
            socket.send(Map.of("id", "l", "type", "leave", "session", session, "turn", left));
            await().until(() -> worker.cancels(left) == 1);
            String lost = ask(socket, Streams.session(), Map.of("onDisconnect", "cancel"));
            socket.cut();
            await().until(() -> worker.cancels(lost) == 1);
            assertThat(worker.cancels(kept)).isZero();
        }
    }

    private static JsonSocket connect() {
        return connect(Map.of());
    }

    private static JsonSocket connect(Map<String, String> headers) {
        return JsonSocket.connect(URI.create(gateway.url("/ws").replace("http:", "ws:")), headers);
    }

    private static String ask(JsonSocket socket, String session) {
        return ask(socket, session, Map.of());
    }

    private static String ask(JsonSocket socket, String session, Map<String, String> options) {
        Map<String, String> prompt = new HashMap<>(options);
        prompt.putAll(Map.of("id", "ask " + session, "type", "prompt", "prompt", "hi", "session", session));
        socket.send(prompt);
        JsonNode accepted = answer(socket, "ask " + session);
        assertThat(accepted.path("type").asText()).isEqualTo("accepted");
        assertThat(accepted.path("session").asText()).isEqualTo(session);
        return accepted.path("turn").asText();
    }

    private static JsonNode answer(JsonSocket socket, String id) {
        return socket.await(Map.of("id", id), Waiting.LIMIT).orElseThrow();
    }

    private static void shown(JsonSocket socket, String turn, String type) {
        assertThat(socket.await(Map.of("turn", turn, "type", type), Waiting.LIMIT)).isPresent();
    }

    private static JsonNode next(JsonSocket socket) {
        return socket.next(Waiting.LIMIT).orElseThrow();
    }

    private static void assertProblem(JsonNode frame, String id, String code, String field) {
        assertThat(frame.path("type").asText()).isEqualTo("problem");
        assertThat(frame.path("id").asText(null)).isEqualTo(id);
        assertThat(frame.path("problem").path("code").asText()).isEqualTo(code);
        assertThat(frame.path("problem").path("field").asText(null)).isEqualTo(field);
        assertThat(frame.path("problem").path("detail").asText()).isNotBlank();
    }
}
