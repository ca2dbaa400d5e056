package dev.rivulet.gateway.stream.follow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.gateway.Chunks;
import dev.rivulet.gateway.log.TurnIds;
import dev.rivulet.gateway.log.cursor.Cursor;
import dev.rivulet.gateway.log.event.AttemptFilter;
import dev.rivulet.gateway.log.event.ChunkRecord;
import dev.rivulet.gateway.log.event.ShownType;
import dev.rivulet.gateway.log.event.TurnRecord;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.event.ChunkEvent;
import dev.rivulet.schemas.event.Delta;
import dev.rivulet.schemas.event.Queued;
import dev.rivulet.schemas.event.TurnInput;
import dev.rivulet.schemas.event.TurnPrompt;
import dev.rivulet.schemas.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SessionFilterTest {

    private static final int RUNS = 400;

    private final SessionFilter filter = atStart();
    private final TurnId one = new TurnIds().next();
    private final TurnId two = new TurnIds().next();
    private long offset;

    @Test
    void eachEventIsShownOnceAndInOrderDespiteZombiesAndRepetitions() {
        for (int seed = 0; seed < RUNS; seed++) {
            SessionHistory history = new SessionHistory(new Random(seed), true, 6);
            assertThat(offsets(shown(atStart(), history.log))).as("seed %d", seed).isEqualTo(history.visible);
        }
    }

    @Test
    void fromTheCursorOfAnyEventExactlyTheRestIsShown() {
        for (int seed = 0; seed < RUNS; seed++) {
            SessionHistory history = new SessionHistory(new Random(seed), false, 4);
            List<SessionEvent> all = shown(atStart(), history.log);
            for (int seen = 0; seen < all.size(); seen++) {
                Cursor cursor = Cursor.parse(all.get(seen).position().cursor(7).toString());
                SessionFilter resumed = resumed(cursor, history.log);
                List<ChunkRecord> rest = history.log.subList((int) cursor.offset() + 1, history.log.size());
                assertThat(offsets(shown(resumed, rest))).as("seed %d after %d", seed, seen)
                        .isEqualTo(history.visible.subList(seen + 1, history.visible.size()));
            }
        }
    }

    @Test
    void deltasAreShownOfTheCurrentTurnOnly() {
        assertThat(shows(one, prompt(one))).isTrue();
        assertThat(shows(one, Chunks.started(1))).isTrue();
        assertThat(shows(two, Chunks.started(1))).isFalse();
        assertThat(shows(two, new Delta(1, 0, "x"))).isFalse();
        assertThat(shows(one, new Delta(1, 0, "x"))).isTrue();
        assertThat(shows(two, prompt(two))).isTrue();
        assertThat(shows(one, new Delta(1, 1, "x"))).isFalse();
        assertThat(shows(two, new Delta(1, 0, "x"))).isFalse();
    }

    @Test
    void theEndOfATurnThatNeverBecameCurrentIsShown() {
        shows(one, prompt(one));
        shows(one, Chunks.started(1));
        assertThat(shows(two, Chunks.failed(0, 0, "session_busy"))).isTrue();
        assertThat(shows(one, new Delta(1, 0, "x"))).isTrue();
    }

    /** A coordinator that crashed had read its result. */
    @Test
    void anEndThatIsRepeatedWhileTheNextTurnRunsIsNotShown() {
        shows(one, prompt(one));
        assertThat(shows(one, Chunks.done(1, 0, "stop", 0))).isTrue();
        shows(two, prompt(two));
        assertThat(shows(one, Chunks.done(1, 0, "stop", 0))).isFalse();
        assertThat(shows(one, prompt(one))).isFalse();
        assertThat(shows(two, Chunks.started(1))).isTrue();
    }

    @Test
    void queuedTurnsThatTheFollowerKnowsAreNotShownAgain() {
        SessionFilter resumed = new SessionFilter(SessionPosition.idle(3), new AttemptFilter(), List.of(one));
        assertThat(resumed.admit(record(one, new Queued(new TurnInput(one, "hi", null, null, null))))).isEmpty();
        assertThat(resumed.admit(record(one, prompt(one)))).isPresent();
    }

    @Test
    void theTurnIdIsPrependedToTheDataOfTurnEventsOnly() {
        shows(one, prompt(one));
        SessionEvent event = filter.admit(record(one, Chunks.started(1))).orElseThrow();

        assertThat(event.shownType()).isEqualTo(ShownType.STARTED);
        assertThat(event.value()).asString().isEqualTo(
                "{\"turnId\":\"" + one + "\"," + new String(Json.write(Chunks.started(1))).substring(1));
        assertThat(filter.admit(record(two, prompt(two))).orElseThrow().value())
                .isEqualTo(Json.write(prompt(two)));
    }

    @Test
    void theFilterOfASessionNeverEnds() {
        shows(one, prompt(one));
        shows(one, Chunks.done(0, 0, "stop", 0));
        assertThat(filter.ended()).isFalse();
    }

    private static SessionFilter atStart() {
        return SessionFilter.idle(0);
    }

    /** Makes the filter of a follower with a cursor of the log. */
    static SessionFilter resumed(Cursor cursor, List<ChunkRecord> log) {
        AttemptFilter attempts = new AttemptFilter();
        log.subList(0, (int) cursor.offset() + 1).stream().filter(TurnRecord.class::isInstance)
                .map(TurnRecord.class::cast).filter(record -> record.turn().equals(cursor.turn()))
                .forEach(attempts::show);
        return new SessionFilter(SessionPosition.of(cursor), attempts, List.of());
    }

    private static List<SessionEvent> shown(SessionFilter filter, List<ChunkRecord> log) {
        List<SessionEvent> shown = new ArrayList<>();
        log.stream().map(filter::admit).flatMap(Optional::stream).forEach(shown::add);
        return shown;
    }

    private static List<Long> offsets(List<SessionEvent> events) {
        return events.stream().map(SessionEvent::offset).toList();
    }

    private static TurnPrompt prompt(TurnId turn) {
        return new TurnPrompt(new TurnInput(turn, "hi", null, null, null));
    }

    private boolean shows(TurnId turn, ChunkEvent event) {
        return filter.admit(record(turn, event)).isPresent();
    }

    private ChunkRecord record(TurnId turn, ChunkEvent event) {
        return Chunks.record(offset++, turn, event);
    }
}
