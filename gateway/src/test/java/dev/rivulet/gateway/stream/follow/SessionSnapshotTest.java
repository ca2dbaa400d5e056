package dev.rivulet.gateway.stream.follow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rivulet.gateway.Chunks;
import dev.rivulet.schemas.Message;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.event.ChunkEvent;
import dev.rivulet.schemas.event.Delta;
import dev.rivulet.schemas.event.Queued;
import dev.rivulet.schemas.event.SessionState;
import dev.rivulet.schemas.event.TurnInput;
import dev.rivulet.schemas.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a follower is shown before the events of the log. */
class SessionSnapshotTest {

    private static final SessionId SESSION = new SessionId("s");
    private static final TurnId RUNS = Chunks.TURN;
    private static final int MAX_BYTES = 4_000;
    private static final long REPLY = 1_000;

    @Test
    void aLongConversationIsShownWithItsNewestMessages() throws IOException {
        List<Message> messages = IntStream.range(0, 500).mapToObj(i -> Message.user("\u6d41\u6d41\u6d41 " + i))
                .toList();
        FollowStart start = snapshot(state(messages, null, List.of()), null).start(MAX_BYTES);

        JsonNode shown = Json.MAPPER.readTree(start.head().getFirst().value());
        assertThat(start.head().getFirst().value().length).isBetween(MAX_BYTES - 200, MAX_BYTES);
        assertThat(shown.path("omitted").asInt() + shown.path("messages").size()).isEqualTo(500);
        assertThat(shown.path("messages").get(shown.path("messages").size() - 1).path("content").asText())
                .endsWith(" 499");
    }

    @Test
    void longPromptsOfTurnsThatRunAndWaitAreLeftOut() throws IOException {
        String prompt = "x".repeat(MAX_BYTES);
        Queued waits = new Queued(new TurnInput(RUNS, prompt, null, null, null));
        FollowStart start = snapshot(state(List.of(Message.user("hi")),
                new SessionState.Open(RUNS, prompt, null, "m", null, 1), List.of(waits)), null).start(MAX_BYTES);

        JsonNode shown = Json.MAPPER.readTree(start.head().getFirst().value());
        assertThat(start.head().getFirst().value().length).isLessThanOrEqualTo(MAX_BYTES);
        assertThat(shown.path("open").path("turnId").asText()).isEqualTo(RUNS.toString());
        assertThat(shown.path("messages")).hasSize(1);
        assertThat(shown.path("queue")).hasSize(1);
    }

    @Test
    void aShortStateIsShownWhole() throws IOException {
        FollowStart start = snapshot(state(List.of(Message.user("hi")), null, List.of()), null).start(MAX_BYTES);
        assertThat(Json.MAPPER.readTree(start.head().getFirst().value()).has("omitted")).isFalse();
        assertThat(start.offset()).isEqualTo(REPLY + 1);
    }

    @Test
    void theTextOfARunningTurnIsShownUpToTheBoundAndTheLogIsReadFromThere() {
        PartialTurn turn = new PartialTurn(RUNS, MAX_BYTES);
        List<ChunkEvent> events = new ArrayList<>(List.of(Chunks.started(1)));
        IntStream.range(0, 500).forEach(seq -> events.add(new Delta(1, seq, "word ")));
        int offset = 10;
        while (turn.add(Chunks.turnRecord(offset, events.get(offset - 10)))) {
            offset++;
        }
        FollowStart start = snapshot(state(List.of(), new SessionState.Open(RUNS, "p", null, "m", null, 1), List.of()),
                turn).start(MAX_BYTES);

        int bytes = start.head().stream().mapToInt(event -> event.value().length).sum();
        assertThat(bytes).isLessThan(2 * MAX_BYTES);
        assertThat(start.head().getLast().position().offset()).isEqualTo(offset);
        assertThat(start.offset()).isEqualTo(offset + 1).isLessThan(REPLY);
        assertThat(start.filter().admit(Chunks.record(offset + 1, events.get(offset - 9)))).isPresent();
    }

    private static SessionState state(List<Message> messages, SessionState.Open open, List<Queued> queue) {
        return new SessionState(RUNS, null, messages, open, queue);
    }

    private static SessionSnapshot snapshot(SessionState state, PartialTurn open) {
        return new SessionSnapshot(SESSION, 0, state,
                open == null ? SessionPosition.idle(REPLY) : open.position(REPLY), open);
    }
}
