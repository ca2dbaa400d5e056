package dev.rivulet.client;

import static dev.rivulet.client.ScriptedServer.event;
import static dev.rivulet.client.ScriptedServer.events;
import static dev.rivulet.client.ScriptedServer.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Following a session. */
class SessionStreamTest {

    private static final String OPENING = event("c0", "session", "{\"sessionId\":\"s\",\"messages\":[],\"queue\":[]}");

    @Test
    void showsEveryTurnOverAsManyConnectionsAsItTakes() throws IOException {
        try (ScriptedServer server = new ScriptedServer(
                events(OPENING, event("c1", "prompt", "{\"turnId\":\"t1\",\"prompt\":\"hi\"}"),
                        event("c2", "started", "{\"turnId\":\"t1\",\"attempt\":1,\"model\":\"m\",\"provider\":\"p\"}"),
                        event("c3", "delta", "{\"turnId\":\"t1\",\"attempt\":1,\"seq\":0,\"content\":\"a\"}")),
                events(event("c4", "queued", "{\"turnId\":\"t2\",\"prompt\":\"next\"}"),
                        event("c5", "started", "{\"turnId\":\"t1\",\"attempt\":2,\"model\":\"m\",\"provider\":\"p\"}"),
                        event("c6", "weather", "{}"), "event: watching\ndata: {\"readers\":2}\n\n",
                        event("c7", "done", "{\"turnId\":\"t1\",\"attempt\":2,\"finishReason\":\"stop\",\"length\":1}"),
                        event("c8", "prompt", "{\"turnId\":\"t2\",\"prompt\":\"next\"}"),
                        event("c9", "started", "{\"turnId\":\"t2\",\"attempt\":1,\"model\":\"m\",\"provider\":\"p\"}"),
                        event("c10", "error",
                                "{\"turnId\":\"t2\",\"attempt\":1,\"code\":\"x\",\"message\":\"y\","
                                        + "\"retryable\":true,\"timings\":{\"queuedMs\":1,\"totalMs\":3}}"),
                        event("c11", "forgotten", "{}")));
                RivuletClient client = TestClients.impatient(server).build();
                SessionStream session = client.follow("s")) {
            List<SessionEvent> seen = new ArrayList<>();
            for (SessionEvent event : session) {
                seen.add(event);
                if (event instanceof SessionEvent.Forgotten) {
                    break;
                }
            }
            SubmittedTurn first = new SubmittedTurn("t1", "hi", null, null, null, 0);
            SubmittedTurn next = new SubmittedTurn("t2", "next", null, null, null, 0);
            assertThat(seen).containsExactly(
                    new SessionEvent.Opening(new Conversation("s", List.of(), false, null, List.of(), null)),
                    new SessionEvent.Asked(first), new SessionEvent.TurnChunk("t1", new Chunk.Started(1, "m", "p")),
                    new SessionEvent.TurnChunk("t1", new Chunk.Text(1, 0, "a")), new SessionEvent.Queued(next),
                    new SessionEvent.TurnChunk("t1", new Chunk.Restarted(2, "m", "p")), new SessionEvent.Watching(2),
                    new SessionEvent.Ended("t1", new TurnEnd.Done(2, "stop", null, 1, null)),
                    new SessionEvent.Asked(next), new SessionEvent.TurnChunk("t2", new Chunk.Started(1, "m", "p")),
                    new SessionEvent.Failed("t2", new TurnFailure("x", "y", true, null), new Timings(1, null, 3)),
                    new SessionEvent.Forgotten());
            assertThat(session.cursor()).isEqualTo("c11");
            assertThat(server.requests()).extracting(request -> request.header("Last-Event-ID"))
                    .containsExactly(null, "c3");
            assertThat(server.requests()).extracting(ScriptedServer.Request::path)
                    .containsOnly("/v1/sessions/s/events");
        }
    }

    @Test
    void aTurnThatIsCancelledInTheQueueDoesNotHideARestartOfTheCurrentOne() throws IOException {
        try (ScriptedServer server = new ScriptedServer(events(OPENING,
                event("c1", "started", "{\"turnId\":\"t1\",\"attempt\":1,\"model\":\"m\",\"provider\":\"p\"}"),
                event("c2", "done", "{\"turnId\":\"t2\",\"attempt\":0,\"finishReason\":\"cancelled\",\"length\":0}"),
                event("c3", "started", "{\"turnId\":\"t1\",\"attempt\":2,\"model\":\"m\",\"provider\":\"p\"}")));
                RivuletClient client = TestClients.impatient(server).build();
                SessionStream session = client.follow("s")) {
            List<SessionEvent> seen = new ArrayList<>();
            while (seen.size() < 4) {
                seen.add(session.iterator().next());
            }
            assertThat(seen.subList(1, 4)).containsExactly(
                    new SessionEvent.TurnChunk("t1", new Chunk.Started(1, "m", "p")),
                    new SessionEvent.Ended("t2", new TurnEnd.Cancelled(0, null, 0, null)),
                    new SessionEvent.TurnChunk("t1", new Chunk.Restarted(2, "m", "p")));
        }
    }

    @Test
    void theNumberOfFollowersMovesNoCursor() throws IOException {
        try (ScriptedServer server = new ScriptedServer(
                events(OPENING, event("c1", "prompt", "{\"turnId\":\"t1\",\"prompt\":\"hi\"}"),
                        "event: watching\ndata: {\"readers\":2}\n\n"),
                events("event: watching\ndata: {\"readers\":1}\n\n", event("c2", "forgotten", "{}")));
                RivuletClient client = TestClients.impatient(server).build();
                SessionStream session = client.follow("s")) {
            List<SessionEvent> seen = new ArrayList<>();
            while (seen.size() < 5) {
                seen.add(session.iterator().next());
            }
            assertThat(seen.subList(2, 5)).containsExactly(new SessionEvent.Watching(2), new SessionEvent.Watching(1),
                    new SessionEvent.Forgotten());
            assertThat(server.requests()).extracting(request -> request.header("Last-Event-ID"))
                    .containsExactly(null, "c1");
        }
    }

    @Test
    void beginsAtACursorOrAtTheStart() throws IOException {
        try (ScriptedServer server = new ScriptedServer(events(OPENING), events(OPENING));
                RivuletClient client = TestClients.impatient(server).build()) {
            client.followFrom("s", "c9").close();
            client.followFromStart("s").close();
            assertThat(server.requests()).extracting(request -> request.path() + " " + request.header("Last-Event-ID"))
                    .containsExactly("/v1/sessions/s/events c9", "/v1/sessions/s/events?from=start null");
        }
    }

    @Test
    void endsByItsTypesToo() throws IOException {
        try (ScriptedServer server = new ScriptedServer(problem(410, "cursor_expired"),
                events(OPENING, "event: problem\ndata: {\"status\":410,\"code\":\"events_expired\"}\n\n"));
                RivuletClient client = TestClients.impatient(server).build()) {
            assertThatThrownBy(() -> client.followFrom("s", "old")).isInstanceOf(CursorExpiredException.class);
            SessionStream session = client.follow("s");
            assertThatThrownBy(() -> session.forEach(event -> {})).isInstanceOf(CursorExpiredException.class);
            session.close();
            assertThatThrownBy(() -> session.iterator().hasNext()).isInstanceOf(StreamClosedException.class);
        }
    }
}
