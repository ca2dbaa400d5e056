package dev.rivulet.gateway;

import static dev.rivulet.gateway.Streams.all;
import static dev.rivulet.gateway.Streams.assertProblem;
import static dev.rivulet.gateway.Streams.next;
import static dev.rivulet.gateway.Streams.rejected;
import static dev.rivulet.gateway.Streams.session;
import static dev.rivulet.gateway.Streams.text;
import static dev.rivulet.gateway.Streams.turnOf;
import static dev.rivulet.testkit.wait.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.SoftAssertions.assertSoftly;

import dev.rivulet.gateway.log.TurnIds;
import dev.rivulet.gateway.log.cursor.Cursor;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.PromptRequested;
import dev.rivulet.schemas.event.Accepted;
import dev.rivulet.schemas.event.Delta;
import dev.rivulet.schemas.event.TurnInput;
import dev.rivulet.schemas.event.TurnPrompt;
import dev.rivulet.schemas.topic.SessionPartition;
import dev.rivulet.testkit.sse.SseEvent;
import dev.rivulet.testkit.sse.SseStream;
import dev.rivulet.testkit.sse.StreamEnd;
import dev.rivulet.testkit.wait.Waiting;
import dev.rivulet.testkit.ws.JsonSocket;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A turn is named by its session and its id: a session that chooses the id of another's turn, in the same partition,
 * reads, stops and disturbs nothing of it.
 */
class SharedTurnIdIT {

    private static final int PARTITIONS = 3;
    private static final String CANCEL = ",\"onDisconnect\":\"cancel\"";

    @RegisterExtension
    static final GatewayExtension fixture = GatewayExtension
            .with(Map.of("rivulet.http.disconnect-grace", "1s", "rivulet.topics.partitions",
                    Integer.toString(PARTITIONS)))
            .onPrompt(SharedTurnIdIT::accept).onQuestion(FakeWorker::emptySession);

    private static final TestGateway gateway = fixture.gateway();
    private static final FakeWorker worker = fixture.worker();

    private final String owner = session();
    private final String stranger = neighbourOf(owner);
    private final String turn = new TurnIds().next().toString();

    private static void accept(FakeWorker self, PromptRequested prompt) {
        if (prompt.idempotency() != null) {
            self.accept(prompt, prompt.turnId(), Accepted.Status.CREATED);
        }
    }

    @Test
    void eachSessionIsShownItsOwnTurnAndNothingOfTheOther() {
        SseStream owners = ask(owner, "");
        SseStream strangers = ask(stranger, "");
        worker.publish(owner, turn, Chunks.started(1));
        worker.publish(owner, turn, new Delta(1, 0, "secret "));
        next(owners);
        String cursorOfOwner = next(owners).id();
        worker.publish(stranger, turn, new TurnPrompt(new TurnInput(TurnId.parse(turn), "hi", null, null, null)));
        SseStream fromStart = gateway.events(stranger, turn);
        SseStream withSnapshot = gateway.sse(turnPath(stranger) + "/events", Map.of());
        SseStream follower = gateway.sse("/v1/sessions/" + stranger + "/events?from=start", Map.of());
        CompletableFuture<String> waiting = CompletableFuture
                .supplyAsync(() -> gateway.get(turnPath(stranger) + "?wait=30s").body());
        try (JsonSocket socket = JsonSocket.connect(URI.create(gateway.url("/ws").replace("http", "ws")), Map.of())) {
            socket.send(Map.of("type", "resume", "id", "r", "session", stranger, "turn", turn));
            socket.send(Map.of("type", "follow", "id", "f", "session", stranger, "from", "start"));
            assertThat(socket.await(Map.of("id", "r"), Waiting.LIMIT)).isPresent();
            assertThat(Stream.of(fromStart, withSnapshot, follower)).allMatch(one -> one.awaitHeaders(Waiting.LIMIT));
            String before = gateway.snapshot(stranger, turn).path("status").asText();
            worker.publish(owner, turn, new Delta(1, 1, "and "));
            worker.publish(stranger, turn, Chunks.started(1));
            worker.publish(stranger, turn, new Delta(1, 0, "my "));
            RecordMetadata later = worker.event(stranger, turn, "thought", 1, "{\"attempt\":1}");
            worker.publish(stranger, turn, new Delta(1, 1, "own"));
            worker.publish(stranger, turn, Chunks.done(1, 2, "stop", 6));
            worker.publish(owner, turn, new Delta(1, 2, "kept"));
            worker.publish(owner, turn, Chunks.done(1, 3, "stop", 15));
            assertThat(socket.await(Map.of("type", "done", "turn", turn), Waiting.LIMIT)).isPresent();
            await().until(() -> Streams.types(follower.events()).contains("done"));

            String unknownHere = new Cursor(TurnId.parse(turn), later.partition(), 1, later.offset(), 0).toString();
            assertSoftly(softly -> {
                softly.assertThat(text(all(owners))).as("owner's stream").isEqualTo("secret and kept");
                softly.assertThat(gateway.snapshot(owner, turn).path("text").asText()).as("owner's turn")
                        .isEqualTo("secret and kept");
                softly.assertThat(before).as("stranger's turn before it began").isEqualTo("queued");
                softly.assertThat(text(all(strangers))).as("stranger's stream").isEqualTo("my own");
                softly.assertThat(text(all(fromStart))).as("events?from=start").isEqualTo("my own");
                softly.assertThat(text(all(withSnapshot))).as("events").isEqualTo("my own");
                softly.assertThat(all(gateway.sse(turnPath(stranger) + "/events", Map.of())).toString())
                        .as("events afterwards").contains("my own").doesNotContain("secret");
                softly.assertThat(text(all(gateway.eventsAfter(stranger, turn, unknownHere))))
                        .as("events after one of a later version").isEqualTo("own");
                softly.assertThat(TestGateway.tree(waiting.join()).path("text").asText()).as("?wait")
                        .isEqualTo("my own");
                softly.assertThat(gateway.snapshot(stranger, turn).path("text").asText()).as("stranger's turn")
                        .isEqualTo("my own");
                softly.assertThat(text(follower.events())).as("follower").isEqualTo("my own");
                softly.assertThat(socket.frames().toString()).as("/ws").contains("my ").doesNotContain("secret");
            });
            assertRejected(gateway.eventsAfter(stranger, turn, cursorOfOwner), 410, "cursor_expired");
        }
        follower.cut();
    }

    @Test
    void aReaderOfAnotherSessionsTurnDoesNotKeepATurnFromBeingCancelled() {
        SseStream owners = ask(owner, CANCEL);
        SseStream strangers = ask(stranger, "");
        owners.cut();
        await().until(() -> worker.cancels(owner, turn) == 1);
        strangers.cut();
    }

    @Test
    void theWatchOverATurnIsNotReplacedByThatOfAnotherSessionsTurn() {
        SseStream owners = ask(owner, CANCEL);
        SseStream strangers = ask(stranger, CANCEL);
        strangers.cut();
        await().until(() -> worker.cancels(stranger, turn) == 1);
        assertThat(worker.cancels(owner, turn)).isZero();
        owners.cut();
        await().until(() -> worker.cancels(owner, turn) == 1);
    }

    @Test
    void aPlainStreamResumesOnlyWithACursorOfItsOwnSession() {
        SseStream owners = ask(owner, "");
        worker.answer(owner, turn, "secret");
        List<SseEvent> secret = all(owners);
        Cursor cursor = Cursor.parse(secret.getFirst().id());
        SseStream plain = gateway.sse("/stream?prompt=x", Map.of());
        String own = turnOf(plain);
        String ownSession = plain.header("X-Session-Id").orElseThrow();
        worker.answer(ownSession, own, "mine");
        String id = all(plain).getFirst().id();

        assertRejected(resumed("", cursor.toString()), 400, "invalid_cursor");
        assertRejected(resumed("", Cursor.beforeFirstEvent(cursor.turn(), cursor.partition()).toString()), 400,
                "invalid_cursor");
        assertRejected(resumed("&session=" + stranger, cursor.toString()), 410, "cursor_expired");
        assertRejected(resumed("&session=" + owner, id), 400, "invalid_cursor");
        assertThat(data(resumed("&session=" + owner, cursor.toString()))).containsExactly("secret", "[DONE]");
        assertThat(data(resumed("", id))).containsExactly("[DONE]");
        // What precedes the cursor names the session of the stream.
        String session = id.substring(0, id.length() - Cursor.beforeFirstEvent(cursor.turn(), 0).toString().length());
        for (int partition = 0; partition < PARTITIONS; partition++) {
            Cursor forged = new Cursor(cursor.turn(), partition, 1, cursor.offset(), 0);
            StreamEnd.Rejected refused = rejected(resumed("", session + forged));
            assertThat(refused.body()).doesNotContain("secret").contains("\"code\":\"cursor_");
        }
        int partition = Cursor.parse(id.substring(session.length())).partition();
        // A turn that its session does not have is asked for anew, in that session.
        SseStream again = resumed("", session + Cursor.beforeFirstEvent(cursor.turn(), partition));
        await().until(() -> again.header("X-Session-Id").isPresent());
        worker.answer(ownSession, turn, "mine again");
        assertThat(data(again)).containsExactly("mine again", "[DONE]");
    }

    private SseStream ask(String session, String options) {
        SseStream stream = gateway.stream(session, "{\"prompt\":\"hi\",\"turnId\":\"" + turn + "\"" + options + "}");
        assertThat(turnOf(stream)).isEqualTo(turn);
        return stream;
    }

    private static SseStream resumed(String query, String cursor) {
        return gateway.sse("/stream?prompt=x" + query, Map.of("Last-Event-ID", cursor));
    }

    private static List<String> data(SseStream stream) {
        return all(stream).stream().map(SseEvent::data).toList();
    }

    private String turnPath(String session) {
        return "/v1/sessions/" + session + "/turns/" + turn;
    }

    private static String neighbourOf(String session) {
        int partition = SessionPartition.of(new SessionId(session), PARTITIONS);
        return Stream.generate(Streams::session)
                .filter(other -> SessionPartition.of(new SessionId(other), PARTITIONS) == partition).findFirst()
                .orElseThrow();
    }

    private static void assertRejected(SseStream stream, int status, String code) {
        assertProblem(TestGateway.tree(rejected(stream).body()), status, code);
    }
}
