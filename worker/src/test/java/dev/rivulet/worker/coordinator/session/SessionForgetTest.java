package dev.rivulet.worker.coordinator.session;

import static dev.rivulet.worker.coordinator.session.SessionScript.SESSION;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.schemas.Message;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.Idempotency;
import dev.rivulet.schemas.command.PromptRequested;
import dev.rivulet.schemas.command.TurnOptions;
import dev.rivulet.schemas.event.Forgotten;
import dev.rivulet.schemas.event.TurnInput;
import dev.rivulet.schemas.result.Outcome;
import dev.rivulet.schemas.result.TurnFinished;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SessionForgetTest {

    private final SessionScript session = new SessionScript();

    @Test
    void theConversationIsGoneAndTheModelIsNotToldOfIt() {
        session.prompt("1", new TurnOptions(null, null, null, "be brief", null, null, null));
        session.answer("a");

        TurnId request = session.forget();

        assertThat(session.followed()).containsExactly(new Forgotten(request));
        assertThat(session.asked().messages()).isEmpty();
        assertThat(session.asked().system()).isNull();
        session.prompt("2");
        assertThat(session.lastJob().messages()).containsExactly(Message.user("2"));
    }

    @Test
    void theOpenTurnIsCancelledAndItsAnswerIsNotRemembered() {
        TurnId open = session.prompt("1");
        session.forget();
        assertThat(session.of(Effect.Stop.class)).extracting(Effect.Stop::turn).containsExactly(open);

        session.end(Outcome.cancelled(), "par");

        assertThat(session.published()).hasSize(1);
        assertThat(session.asked().messages()).isEmpty();
        assertThat(session.session.active().hasTurns()).isFalse();
    }

    /** Its end was on the way when the session was to be forgotten. */
    @Test
    void theOpenTurnsAnswerIsNotRememberedWhenItIsWhole() {
        session.prompt("1");
        session.forget();

        session.answer("whole");

        assertThat(session.asked().messages()).isEmpty();
    }

    @Test
    void waitingTurnsEndCancelledAndDoNotRun() {
        session.prompt("1");
        TurnId second = session.prompt("2");
        TurnId third = session.prompt("3");

        session.forget();

        assertThat(session.reports()).extracting(TurnFinished::turnId).containsExactly(second, third);
        assertThat(session.reports()).extracting(TurnFinished::outcome).containsOnly(Outcome.cancelled());
        session.echo();
        session.end(Outcome.cancelled(), "");
        assertThat(session.dispatched).hasSize(1);
        assertThat(session.session.active().hasTurns()).isFalse();
    }

    @Test
    void whatComesAfterItIsRemembered() {
        session.prompt("1");
        session.forget();
        session.end(Outcome.cancelled(), "par");

        session.prompt("2");
        session.answer("b");

        assertThat(session.asked().messages()).containsExactly(Message.user("2"), Message.assistant("b"));
    }

    @Test
    void aReplayOfTheRequestDoesNotReachWhatCameAfterIt() {
        session.prompt("1");
        TurnId request = session.forget();
        session.end(Outcome.cancelled(), "par");
        session.prompt("2");
        session.answer("b");
        TurnId open = session.prompt("3");
        session.prompt("4");

        session.forget(request);

        assertThat(session.of(Effect.Stop.class)).isEmpty();
        assertThat(session.reports()).isEmpty();
        assertThat(session.open()).isEqualTo(open);
        assertThat(session.queued()).hasSize(1);
        assertThat(session.asked().messages()).hasSize(2);
    }

    /** The conversation's changelog had it, the other one did not: a crash in between. */
    @Test
    void aReplayEndsTheTurnsThatACrashBroughtBack() {
        TurnId open = session.prompt("1");
        TurnId queued = session.prompt("2");
        ActiveTurns before = session.session.active();
        TurnId request = session.forget();

        SessionScript there = session.movedTo("worker-2", new Session(before, session.session.conversation()));
        there.forget(request);

        assertThat(there.of(Effect.Stop.class)).extracting(Effect.Stop::turn).containsExactly(open);
        assertThat(there.reports()).extracting(TurnFinished::turnId).containsExactly(queued);
    }

    /** The state had reached Kafka, the results had not. */
    @Test
    void aReplayEndsTheWaitingTurnsWhoseResultsACrashLost() {
        session.prompt("1");
        TurnId queued = session.prompt("2");
        TurnId request = session.forget();

        SessionScript there = session.movedTo("worker-2");
        there.forget(request);
        assertThat(there.reports()).extracting(TurnFinished::turnId).containsExactly(queued);
        there.sweep(turn -> false);

        assertThat(there.reports()).extracting(TurnFinished::turnId).containsExactly(queued);
    }

    /** The turns' changelog had its end, that of conversations did not: the replay finds neither. */
    @Test
    void aTurnThatACrashMadeUnknownIsNotInTheHistoryAgainWhenItsResultIsRead() {
        TurnId turn = session.prompt("1");
        SessionScript there = session.movedTo("worker-2", Session.NEW);
        session.forget();
        TurnId request = there.forget();

        there.finish(SessionScript.result(turn, 1, SessionScript.WORKER, Outcome.cancelled(), "a").withInput(
                new TurnInput(turn, "1", null, null, null)));

        assertThat(request.compareTo(turn)).isPositive();
        assertThat(there.published()).hasSize(1);
        assertThat(there.index).isEqualTo(Transition.IndexChange.NONE);
    }

    @Test
    void aTurnThatEndedBeforeIsNotInTheHistoryAgainWhenItsResultIsReplayed() {
        session.prompt("1");
        TurnFinished result = session.answer("a").withInput(new TurnInput(session.mint(), "1", null, null, null));
        session.forget();

        session.finish(result);

        assertThat(session.index).isEqualTo(Transition.IndexChange.NONE);
    }

    @Test
    void aReplayedPromptOfATurnThatEndedJustBeforeDoesNotRunAgain() {
        PromptRequested prompt = PromptRequested.ofPrompt(SESSION, session.mint(), "1", TurnOptions.NONE);
        session.send(prompt);
        session.answer("a");
        session.forget();

        session.send(prompt);

        assertThat(session.dispatched).hasSize(1);
        assertThat(session.published()).hasSize(1);
    }

    @Test
    void keysAndEndsOfLongAgoAreForgotten() {
        TurnId first = session.mint();
        session.send(new PromptRequested(SESSION, first, "1", null, null, new Idempotency(session.mint(), "k", "d")));
        session.answer("a");
        session.passes(Duration.ofMinutes(1));

        session.forget();

        assertThat(session.session.conversation().keys()).isEmpty();
        assertThat(session.session.conversation().ended()).isEmpty();
        assertThat(session.session.conversation().kept()).isEqualTo(Conversation.Kept.IDS);
    }
}
