package dev.rivulet.testkit.guarantee;

import static dev.rivulet.testkit.guarantee.Turns.broken;
import static dev.rivulet.testkit.guarantee.Turns.continued;
import static dev.rivulet.testkit.guarantee.Turns.delta;
import static dev.rivulet.testkit.guarantee.Turns.done;
import static dev.rivulet.testkit.guarantee.Turns.error;
import static dev.rivulet.testkit.guarantee.Turns.event;
import static dev.rivulet.testkit.guarantee.Turns.of;
import static dev.rivulet.testkit.guarantee.Turns.started;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class GuaranteeTest {

    @Test
    void aTurnThatRestartsAndEndsBreaksNothing() {
        ObservedTurn turn = of(started(1), delta(1, 0, "lost"), event("later", "?"), started(2), delta(2, 0, "🌊"),
                delta(2, 1, " ok"), done(2, 2, 5));
        assertThat(broken(turn)).isEmpty();
        assertThat(turn.text()).isEqualTo("🌊 ok");
        assertThat(turn.newestAttempt()).isEqualTo(2);
        assertThat(turn.terminal()).containsInstanceOf(TurnEvent.Done.class);
    }

    @Test
    void aTurnThatIsContinuedIsOneAnswer() {
        ObservedTurn turn = of(started(1), delta(1, 0, "a"), continued(2, 1, 1), delta(2, 1, "b"), delta(2, 2, "c"),
                done(2, 3, 3));
        assertThat(broken(turn)).isEmpty();
        assertThat(turn.text()).isEqualTo("abc");
    }

    @Test
    void whatGoesOnElsewhereThanTheTextEndedIsSeen() {
        assertThat(broken(of(started(1), delta(1, 0, "a"), delta(1, 1, "b"), continued(2, 1, 1), delta(2, 2, "c"),
                done(2, 3, 3)))).containsExactly("ContinuesWhatWasShown");
    }

    @Test
    void aTurnThatFailsBeforeItStartsBreaksNothing() {
        assertThat(broken(of(error(1, ",'seq':0,'length':0")))).isEmpty();
        assertThat(broken(of(started(1), delta(1, 0, "x"), error(1, "")))).isEmpty();
        assertThat(broken(of(started(1), delta(1, 0, "x"), error(2, ",'seq':0,'length':0")))).isEmpty();
    }

    @Test
    void inOrderSeesADeltaThatComesLate() {
        assertThat(broken(of(started(1), delta(1, 1, "b"), delta(1, 0, "a"), done(1, 2, 2))))
                .containsExactly("InOrder");
    }

    @Test
    void noGapsSeesAMissingDelta() {
        assertThat(broken(of(started(1), delta(1, 0, "a"), delta(1, 3, "d"), done(1, 4, 2)))).containsExactly("NoGaps");
        assertThat(broken(of(started(1), delta(1, 1, "b"), done(1, 2, 1)))).containsExactly("NoGaps");
        assertThat(broken(of(started(1), delta(1, 1, "b"), started(2), done(2, 0, 0)))).containsExactly("NoGaps");
    }

    @Test
    void noDuplicatesSeesADeltaAndAStartAgain() {
        assertThat(broken(of(started(1), delta(1, 0, "a"), delta(1, 0, "a"), done(1, 1, 2))))
                .containsExactly("NoDuplicates");
        assertThat(broken(of(started(1), started(1), done(1, 0, 0)))).containsExactly("NoDuplicates");
    }

    @Test
    void exactlyOneTerminalSeesNoneTwoAndWhatComesAfter() {
        assertThat(broken(of(started(1), delta(1, 0, "a")))).containsExactly("ExactlyOneTerminal");
        assertThat(broken(of(started(1), done(1, 0, 0), error(1, "")))).containsExactly("ExactlyOneTerminal");
        assertThat(broken(of(started(1), done(1, 0, 0), started(2)))).containsExactly("ExactlyOneTerminal");
        assertThat(broken(of())).containsExactly("ExactlyOneTerminal");
    }

    @Test
    void fencedAttemptsSeesAnOlderAttemptAndOneWithoutStart() {
        assertThat(broken(of(started(1), delta(1, 0, "a"), started(2), delta(1, 1, "b"), done(2, 0, 0))))
                .containsExactly("FencedAttempts");
        assertThat(broken(of(started(2), done(1, 0, 0)))).containsExactly("FencedAttempts");
        assertThat(broken(of(delta(1, 0, "a"), done(1, 1, 1)))).containsExactly("FencedAttempts");
    }

    @Test
    void terminalAgreesSeesALostLastDelta() {
        assertThat(broken(of(started(1), delta(1, 0, "a"), done(1, 2, 2)))).containsExactly("TerminalAgrees");
        assertThat(broken(of(started(1), delta(1, 0, "ab"), done(1, 1, 1)))).containsExactly("TerminalAgrees");
    }

    @Test
    void readableSeesBrokenData() {
        assertThat(broken(of(started(1), event("delta", "{"), done(1, 0, 0)))).containsExactly("Readable");
        assertThat(broken(of(started(1), event("delta", "{'attempt':1,'seq':0}"), done(1, 0, 0))))
                .containsExactly("Readable");
    }

    @Test
    void theReportCountsOverManyTurns() {
        GuaranteeReport report = new GuaranteeReport();
        report.check(of(started(1), done(1, 0, 0)));
        assertThat(report.isClean()).isTrue();
        assertThat(report.check(of(started(1)))).hasSize(1);
        report.check(of(started(1), delta(1, 1, "b")));
        assertThat(report.turns()).isEqualTo(3);
        assertThat(report.counts()).containsOnly(Map.entry("ExactlyOneTerminal", 2L),
                Map.entry("NoGaps", 1L));
        assertThat(report).hasToString("3 turns, violations {ExactlyOneTerminal=2, NoGaps=1}, such as"
                + " ExactlyOneTerminal broken in turn t1: 0 terminal events");
    }
}
