package dev.rivulet.worker.coordinator.session;

import static dev.rivulet.worker.coordinator.session.SessionScript.LIMITS;
import static dev.rivulet.worker.coordinator.session.SessionScript.SESSION;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.schemas.ErrorCode;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.PromptRequested;
import dev.rivulet.schemas.command.TurnOptions;
import dev.rivulet.schemas.command.TurnTimeouts;
import dev.rivulet.schemas.result.Outcome;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How long a turn waits is measured on one clock; the id of a turn is of another machine's. */
class SessionClocksTest {

    private static final AttemptLiveness ALIVE = turn -> false;
    private static final int QUEUE_MS = 2_000;
    private static final TurnOptions HURRIED = new TurnOptions(null, null, null, null, null, null, null, null,
            new TurnTimeouts(QUEUE_MS, null, null, null));

    private SessionScript session = new SessionScript();

    @ParameterizedTest
    @ValueSource(longs = {-300_000, -10_000, -2_000, 2_000, 10_000, 300_000})
    void aTurnRunsAlthoughTheClockOfItsGatewayIsOff(long skew) {
        TurnId turn = prompt(skew);

        assertThat(session.dispatched).singleElement().satisfies(job -> {
            assertThat(job.turn()).isEqualTo(turn);
            assertThat(session.now - job.waitingSince()).isBetween(0L, (long) QUEUE_MS);
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {-300_000, -10_000, -2_000, 2_000, 10_000, 300_000})
    void aTurnThatWaitsBehindAnotherEndsWhenItReallyWaitedTooLongAndNotBefore(long skew) {
        session.prompt("open");
        TurnId turn = prompt(skew);
        session.passes(Duration.ofMillis(QUEUE_MS));
        session.sweep(ALIVE);
        assertThat(session.reports()).isEmpty();

        session.passes(Duration.ofMillis(1));
        session.sweep(ALIVE);

        assertTimedOut(turn);
    }

    @ParameterizedTest
    @ValueSource(longs = {-10_000, 10_000})
    void aCoordinatorWithAnotherClockGivesAWaitingTurnItsWholeTime(long skew) {
        session.prompt("open");
        TurnId turn = prompt(0);
        moveToAClockThatIsOffBy(skew);
        session.passes(Duration.ofMillis(QUEUE_MS));
        session.sweep(ALIVE);
        assertThat(session.reports()).isEmpty();

        session.passes(Duration.ofMillis(1));
        session.sweep(ALIVE);

        assertTimedOut(turn);
    }

    @Test
    void movesProlongAWaitByTheToleranceForClocksAtMost() {
        session.prompt("open");
        TurnId turn = prompt(0);
        long end = session.now + QUEUE_MS + LIMITS.clockTolerance().toMillis();
        while (session.now < end - QUEUE_MS) {
            session.passes(Duration.ofMillis(QUEUE_MS));
            moveToAClockThatIsOffBy(0);
            session.sweep(ALIVE);
            assertThat(session.reports()).isEmpty();
        }
        session.now = end + 1;
        moveToAClockThatIsOffBy(0);
        session.sweep(ALIVE);

        assertTimedOut(turn);
    }

    @Test
    void aPromptThatLayInTheLogForLongerThanClocksDifferIsNotStarted() {
        PromptRequested prompt = PromptRequested.ofPrompt(SESSION, session.mint(), "hi", HURRIED);
        session.passes(LIMITS.clockTolerance().plusMillis(QUEUE_MS + 1));

        session.send(prompt);

        assertTimedOut(prompt.turnId());
        assertThat(session.dispatched).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {-7_200_000, 7_200_000})
    void anAttemptIsNotOverdueBecauseItsCoordinatorHasAnotherClock(long skew) {
        session.prompt("open");

        moveToAClockThatIsOffBy(skew);
        session.passes(LIMITS.overdue());
        session.sweep(ALIVE);
        assertThat(session.reports()).isEmpty();

        session.passes(Duration.ofMillis(1));
        session.sweep(ALIVE);
        assertThat(session.reports()).hasSize(1);
    }

    /** A gateway's clock says what the coordinator's says, and so much more. */
    private TurnId prompt(long skew) {
        session.now += skew;
        TurnId turn = session.mint();
        session.now -= skew;
        session.send(PromptRequested.ofPrompt(SESSION, turn, "hi", HURRIED));
        return turn;
    }

    private void moveToAClockThatIsOffBy(long skew) {
        session = session.movedTo("worker-2", skew);
    }

    private void assertTimedOut(TurnId turn) {
        assertThat(session.reports()).singleElement().satisfies(report -> {
            assertThat(report.turnId()).isEqualTo(turn);
            assertThat(((Outcome.Failed) report.outcome()).code()).isEqualTo(ErrorCode.QUEUE_TIMEOUT.code());
        });
    }
}
