package dev.rivulet.gateway.stream.follow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rivulet.gateway.Chunks;
import dev.rivulet.gateway.identity.OwnedSession;
import dev.rivulet.gateway.identity.Principal;
import dev.rivulet.gateway.log.cursor.Cursors;
import dev.rivulet.schemas.Timings;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.event.ChunkEvent;
import dev.rivulet.schemas.event.Delta;
import dev.rivulet.schemas.event.Queued;
import dev.rivulet.schemas.event.SessionState;
import dev.rivulet.schemas.event.TurnInput;
import dev.rivulet.schemas.json.Json;
import dev.rivulet.schemas.result.Outcome;
import dev.rivulet.schemas.result.TurnFinished;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a follower is shown before the events of the log. */
class SessionSnapshotTest {

    private static final OwnedSession SESSION = Principal.ANONYMOUS.session("s");
    private static final TurnId RUNS = Chunks.TURN;
    private static final int MAX_BYTES = 4_000;
    private static final long REPLY = 1_000;

    @Test
    void aLongSessionIsShownWithItsNewestTurnsAndSaysThatThereAreMore() throws IOException {
        List<TurnBody> turns = IntStream.range(0, 100).mapToObj(i -> turn("\u6d41\u6d41\u6d41 " + i)).toList();
        byte[] shown = snapshot(state(null, List.of()), turns, null).start(MAX_BYTES).head().getFirst().value();

        JsonNode json = Json.MAPPER.readTree(shown);
        assertThat(shown.length).isBetween(MAX_BYTES - 300, MAX_BYTES);
        assertThat(json.path("more").asBoolean()).isTrue();
        assertThat(json.path("turns").size()).isBetween(2, 99);
        assertThat(json.at("/turns/0/prompt").asText()).endsWith(" 0");
        assertThat(json.at("/turns/1/prompt").asText()).endsWith(" 1");
    }

    @Test
    void longPromptsOfTurnsThatRunAndWaitAreLeftOut() throws IOException {
        String prompt = "x".repeat(MAX_BYTES);
        Queued waits = new Queued(new TurnInput(RUNS, prompt, null, null, null));
        SessionState state = state(new SessionState.Open(RUNS, prompt, null, "m", null, null, 1), List.of(waits));
        byte[] shown = snapshot(state, List.of(turn("hi")), null).start(MAX_BYTES).head().getFirst().value();

        JsonNode json = Json.MAPPER.readTree(shown);
        assertThat(shown.length).isLessThanOrEqualTo(MAX_BYTES);
        assertThat(json.path("open").path("turnId").asText()).isEqualTo(RUNS.toString());
        assertThat(json.path("turns")).hasSize(1);
        assertThat(json.path("queue")).hasSize(1);
    }

    @Test
    void aShortStateIsShownWhole() throws IOException {
        FollowStart start = snapshot(state(null, List.of()), List.of(turn("hi")), null).start(MAX_BYTES);
        JsonNode shown = Json.MAPPER.readTree(start.head().getFirst().value());
        assertThat(shown.has("more")).isFalse();
        assertThat(shown.path("sessionId").asText()).isEqualTo("s");
        assertThat(shown.at("/turns/0/inMemory").asBoolean()).isTrue();
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
        SessionState state = state(new SessionState.Open(RUNS, "p", null, "m", null, null, 1), List.of());
        FollowStart start = snapshot(state, List.of(), turn).start(MAX_BYTES);

        int bytes = start.head().stream().mapToInt(event -> event.value().length).sum();
        assertThat(bytes).isLessThan(2 * MAX_BYTES);
        assertThat(start.head().getLast().position().offset()).isEqualTo(offset);
        assertThat(start.offset()).isEqualTo(offset + 1).isLessThan(REPLY);
        assertThat(start.filter().admit(Chunks.record(offset + 1, events.get(offset - 9)))).isPresent();
    }

    private static SessionState state(SessionState.Open open, List<Queued> queue) {
        return new SessionState(RUNS, null, null, open, queue);
    }

    private static TurnBody turn(String prompt) {
        return TurnBody
                .of(SESSION,
                        new TurnFinished(SESSION.key(), RUNS, 1, "w", new Outcome.Completed("stop", null), 1, "a", "m",
                                "p",
                                new Timings(1, null, 2)).withInput(new TurnInput(RUNS, prompt, null, null, null)),
                        true);
    }

    private static SessionSnapshot snapshot(SessionState state, List<TurnBody> turns, PartialTurn open) {
        return new SessionSnapshot(Cursors.UNSIGNED, 0, state, new TurnsBody(SESSION, turns, null),
                open == null ? SessionPosition.idle(REPLY) : open.position(REPLY), open);
    }
}
