package dev.rivulet.local.chaos.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.local.chaos.fault.Incident;
import dev.rivulet.local.chaos.fault.LossCause;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.event.Delta;
import dev.rivulet.schemas.event.Started;
import dev.rivulet.schemas.event.TurnError;
import dev.rivulet.schemas.event.TurnInput;
import dev.rivulet.schemas.event.TurnPrompt;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Every kind of broken promise that the topics can show is found. */
class LogChecksTest {

    private static final String A = "worker-a";
    private static final String B = "worker-b";
    private static final TurnId TURN = TurnId.parse("017f22e2-79b0-7cc3-98c4-dc0c0c07398f");

    private final TurnRecords turn = new TurnRecords();

    @Test
    void aTurnWithItsPromptItsResultAndOneEndBreaksNothing() {
        wholeTurn();
        assertThat(view().isComplete()).isTrue();
        assertThat(promises()).isEmpty();
    }

    @Test
    void aTerminalPublishedAgainIsNoSecondEnd_anotherOneIs() {
        wholeTurn();
        end("{}");
        assertThat(promises()).isEmpty();
        end("{\"other\":1}");
        assertThat(promises()).containsExactly(Promise.ENDED_ONCE);
    }

    @Test
    void aPromptWithoutAnEnd() {
        turn.requested();
        assertThat(view().isComplete()).isFalse();
        assertThat(promises()).containsExactly(Promise.ENDED);
    }

    @Test
    void aKeyThatStandsForAnotherTurnNeedsNoEndButATurnThatIsKnownDoes() {
        turn.requestedWithKey();
        assertThat(view().isComplete()).isTrue();
        assertThat(promises()).isEmpty();
        turn.event(new TurnPrompt(new TurnInput(TURN, "hi", null, null, null)), A, 9, "");
        assertThat(view().isComplete()).isFalse();
        assertThat(promises()).containsExactly(Promise.ENDED);
    }

    @Test
    void anEndWithoutAResultOrAPrompt() {
        turn.requested();
        end("{}");
        assertThat(promises()).containsExactly(Promise.ENDED);
        TurnRecords unasked = new TurnRecords();
        unasked.result();
        assertThat(new LogChecks(Map.of("t", unasked), List.of()).check()).extracting(BrokenPromise::promise)
                .containsExactly(Promise.NOTHING_LOST);
    }

    @Test
    void aSequenceWithAGap() {
        wholeTurn();
        delta(1, 2, A);
        assertThat(promises()).containsExactly(Promise.NOTHING_LOST);
    }

    @Test
    void anAttemptInFrontOfThePromptEvent() {
        turn.requested();
        start(1, A, 10);
        turn.result();
        end("{}");
        assertThat(promises()).containsExactly(Promise.NOTHING_LOST);
    }

    @Test
    void aRestartAtAnUnknownTimeHasAnyFaultOfItsWorkerAsItsCauseAndNoTakeoverTime() {
        wholeTurn();
        start(2, B, TurnRecords.UNKNOWN);
        assertThat(promises()).containsExactly(Promise.NO_NEEDLESS_RESTART);
        LogChecks killed = new LogChecks(Map.of(TURN.toString(), turn),
                List.of(new Incident(A, LossCause.KILLED, 1_000)));
        assertThat(killed.check()).isEmpty();
        assertThat(killed.takeovers()).isEmpty();
    }

    @Test
    void anAttemptOfTwoWorkers() {
        wholeTurn();
        start(1, B, 20);
        assertThat(promises()).containsExactly(Promise.ATTEMPT_RUN_ONCE);
    }

    @Test
    void aRestartCountsFromTheKillOfItsWorkerAndIsNeedlessWithoutOne() {
        wholeTurn();
        start(2, B, 900);
        delta(1, 1, A);
        assertThat(promises()).containsExactly(Promise.NO_NEEDLESS_RESTART);
        LogChecks killed = view(new Incident(A, LossCause.KILLED, 100));
        assertThat(killed.check()).isEmpty();
        assertThat(killed.takeovers()).containsExactly(800L);
        assertThat(killed.lost()).isEqualTo(Map.of("t", Set.of(LossCause.KILLED)));
        assertThat(killed.restarted()).isEqualTo(1);
        assertThat(killed.hidden()).isEqualTo(1);
        LogChecks stalled = view(new Incident(A, LossCause.STALLED, 100));
        assertThat(stalled.check()).isEmpty();
        assertThat(stalled.takeovers()).isEmpty();
        assertThat(stalled.lost()).isEqualTo(Map.of("t", Set.of(LossCause.STALLED)));
        assertThat(view().lost()).isEmpty();
        assertThat(view(new Incident(A, LossCause.KILLED, 1_000)).check()).hasSize(1);
    }

    private void wholeTurn() {
        turn.requested();
        turn.event(new TurnPrompt(new TurnInput(TURN, "hi", null, null, null)), A, 9, "");
        start(1, A, 10);
        delta(1, 0, A);
        turn.result();
        end("{}");
    }

    private void start(int attempt, String owner, long at) {
        turn.event(new Started(attempt, "m", "p"), owner, at, "");
    }

    private void delta(int attempt, long seq, String owner) {
        turn.event(new Delta(attempt, seq, "x"), owner, 11, "");
    }

    private void end(String data) {
        turn.event(new TurnError(1, 1, "code", "message", true, null, 1, null), A, 12, data);
    }

    private List<Promise> promises() {
        return view().check().stream().map(BrokenPromise::promise).toList();
    }

    private LogChecks view(Incident... incidents) {
        return new LogChecks(Map.of("t", turn), List.of(incidents));
    }
}
