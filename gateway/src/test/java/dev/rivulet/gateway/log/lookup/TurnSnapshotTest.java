package dev.rivulet.gateway.log.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.gateway.Chunks;
import dev.rivulet.gateway.identity.OwnedSession;
import dev.rivulet.gateway.identity.Principal;
import dev.rivulet.gateway.log.event.TurnAccumulator;
import dev.rivulet.schemas.ErrorCode;
import dev.rivulet.schemas.Timings;
import dev.rivulet.schemas.event.ChunkEvent;
import dev.rivulet.schemas.event.Delta;
import dev.rivulet.schemas.event.TurnError;
import dev.rivulet.schemas.result.Outcome;
import dev.rivulet.schemas.result.TurnFinished;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a turn's events say of its end, and what its result says later. */
class TurnSnapshotTest {

    private static final OwnedSession SESSION = Principal.ANONYMOUS.session("s");

    static Stream<Outcome> outcomes() {
        return Stream.of(new Outcome.Completed("stop", Chunks.USAGE), Outcome.cancelled(),
                Outcome.failed(ErrorCode.IDLE_TIMEOUT, "It broke."), new Outcome.Unknown("paused"));
    }

    @ParameterizedTest
    @MethodSource("outcomes")
    void bothSayTheSameHoweverATurnEnds(Outcome outcome) {
        for (Timings timings : List.of(Chunks.TIMINGS, new Timings(7, null, 7))) {
            TurnFinished result = result(outcome, timings);
            TurnSnapshot past = TurnSnapshot.of(SESSION, result);
            assertThat(live(result.terminal())).isEqualTo(past);
            assertThat(past.timings()).isEqualTo(timings);
        }
    }

    @Test
    void neitherHasTimesThatNobodyKnows() {
        TurnFinished result = result(Outcome.failed(ErrorCode.INTERNAL, "It broke."), Timings.UNKNOWN);
        assertThat(TurnSnapshot.of(SESSION, result).timings()).isNull();
        assertThat(live(result.terminal())).isEqualTo(TurnSnapshot.of(SESSION, result));
    }

    @Test
    void anErrorOfAWorkerOfAnEarlierVersionHasNoTimes() {
        TurnSnapshot snapshot = live(new TurnError(1, 1, "internal", "It broke.", true, null, 4, null));
        assertThat(snapshot.status()).isEqualTo(TurnSnapshot.Status.ERROR);
        assertThat(snapshot.timings()).isNull();
    }

    private static TurnFinished result(Outcome outcome, Timings timings) {
        return new TurnFinished(SESSION.key(), Chunks.TURN, 1, "w", outcome, 1, "half", "m", "p", timings);
    }

    private static TurnSnapshot live(ChunkEvent.Terminal end) {
        TurnAccumulator turn = new TurnAccumulator();
        List.of(Chunks.started(1), new Delta(1, 0, "half"), end)
                .forEach(event -> turn.add(Chunks.turnRecord(0, event)));
        return TurnSnapshot.of(SESSION, Chunks.TURN, turn);
    }
}
