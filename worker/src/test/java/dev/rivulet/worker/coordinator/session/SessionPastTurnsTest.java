package dev.rivulet.worker.coordinator.session;

import static dev.rivulet.worker.coordinator.session.SessionScript.SESSION;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.schemas.ErrorCode;
import dev.rivulet.schemas.Message;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.OnInterruption;
import dev.rivulet.schemas.command.PromptRequested;
import dev.rivulet.schemas.command.TurnOptions;
import dev.rivulet.schemas.command.TurnPage;
import dev.rivulet.schemas.command.WhenBusy;
import dev.rivulet.schemas.event.TurnInput;
import dev.rivulet.schemas.result.Outcome;
import dev.rivulet.schemas.result.TurnFinished;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which turns a session's index has, and what readers of past turns are told. */
class SessionPastTurnsTest {

    private static final TurnOptions REJECT = new TurnOptions(null, null, null, null, WhenBusy.REJECT, null, null);

    private final SessionScript session = new SessionScript();

    @Test
    void aTurnIsIndexedWithItsResultHoweverItEnds() {
        session.prompt("1");
        assertThat(session.index).isEqualTo(Transition.IndexChange.NONE);
        answer("a");
        assertThat(session.index).isEqualTo(Transition.IndexChange.ADD);

        session.prompt("2");
        end(Outcome.failed(ErrorCode.INTERNAL, "no"));
        assertThat(session.index).isEqualTo(Transition.IndexChange.ADD);
    }

    @Test
    void aTurnThatNeverStartedIsIndexedWhenItsResultIsRead() {
        session.prompt("1");
        session.prompt("2", REJECT);
        assertThat(session.index).isEqualTo(Transition.IndexChange.NONE);

        session.echo();

        assertThat(session.index).isEqualTo(Transition.IndexChange.ADD);
    }

    @Test
    void theResultOfAnAttemptThatWasGivenUpIsNotIndexed() {
        TurnId turn = session.prompt("1");
        session.finish(SessionScript.result(turn, 7, "w-9", Outcome.cancelled(), "x")
                .withInput(new TurnInput(turn, "1", null, null, null)));

        assertThat(session.index).isEqualTo(Transition.IndexChange.NONE);
    }

    @Test
    void anEphemeralTurnIsNotIndexed() {
        session.send(new PromptRequested(SESSION, session.mint(), "1", null, TurnOptions.NONE, null, true));
        assertThat(session.lastJob().input()).isNull();
        session.answer("a");

        assertThat(session.index).isEqualTo(Transition.IndexChange.NONE);
    }

    @Test
    void aForgottenSessionHasNoIndexAndTheTurnThatRanThenIsNotAdded() {
        session.prompt("1");
        answer("a");
        session.prompt("2");
        TurnId request = session.forget();
        assertThat(session.index).isEqualTo(Transition.IndexChange.CLEAR);

        end(Outcome.cancelled());
        assertThat(session.index).isEqualTo(Transition.IndexChange.NONE);

        session.prompt("3");
        answer("c");
        session.forget(request);
        assertThat(session.index).as("the request is replayed").isEqualTo(Transition.IndexChange.NONE);
    }

    @Test
    void whatWasAskedIsInTheResultWithABoundedPartOfItsText() {
        String words = "w".repeat(1_000);
        session.prompt("1");
        TurnId waits = session.prompt(words.substring(0, 90));
        session.cancel(waits);

        assertThat(session.reports()).extracting(report -> report.input().prompt())
                .containsExactly(words.substring(0, 90));
        session.echo();
        session.answer("a");

        TurnId rejected = session.prompt(words, TurnOptions.NONE);
        session.prompt(words, REJECT);
        TurnInput input = session.reports().getFirst().input();
        assertThat(input.prompt()).hasSize(200);
        assertThat(input.shortened()).isTrue();
        assertThat(session.lastJob().turn()).isEqualTo(rejected);
        assertThat(session.lastJob().input().prompt()).isEqualTo(words);
    }

    @Test
    void aRunningTurnThatIsLostEndsWithWhatItWasAsked() {
        session.prompt("1", new TurnOptions(null, null, null, null, null, OnInterruption.FAIL, null));
        session.sweep(turn -> true);

        assertThat(session.reports()).singleElement().extracting(report -> report.input().prompt()).isEqualTo("1");
    }

    @Test
    void readersOfPastTurnsGetNoConversationAndBoundedPrompts() {
        session.prompt("1");
        answer("a");
        session.prompt("x".repeat(1_000));
        session.prompt("y".repeat(90));
        session.prompt("z".repeat(9));

        Effect.ReplyWithTurns reply = session.askedForTurns(new TurnPage(10, null));

        assertThat(reply.reply().messages()).isNull();
        assertThat(reply.reply().open().prompt()).hasSize(200);
        assertThat(reply.reply().open().shortened()).isTrue();
        assertThat(reply.reply().queue()).extracting(waits -> waits.input().prompt().length()).containsExactly(90, 9);
        assertThat(reply.page()).isEqualTo(new TurnPage(10, null));
    }

    @Test
    void theTurnsInMemoryAreThoseWhoseMessagesAreLeft() {
        TurnId first = session.prompt("1");
        answer("a");
        session.prompt("2");
        end(Outcome.failed(ErrorCode.INTERNAL, "no"));
        TurnId third = session.prompt("3");
        answer("c");
        assertThat(remembered()).containsExactly(first, third);

        TurnId own = session.messages(List.of(Message.user("a"), Message.assistant("b"), Message.user("c")),
                TurnOptions.NONE);
        answer("d");
        assertThat(remembered()).as("its messages replace the others").containsExactly(own);

        TurnId fifth = session.prompt("5");
        answer("e".repeat(200));
        assertThat(remembered()).containsExactly(own, fifth);
        List<TurnId> later = List.of(turn(), turn(), turn(), turn());
        assertThat(remembered()).isEqualTo(later);
    }

    /** Returns a turn of which the memory takes four. */
    private TurnId turn() {
        TurnId turn = session.prompt("p");
        answer("f".repeat(200));
        return turn;
    }

    private List<TurnId> remembered() {
        return session.askedForTurns(new TurnPage(1, null)).remembered();
    }

    private void answer(String text) {
        finish(new Outcome.Completed("stop", null), text);
    }

    private void end(Outcome outcome) {
        finish(outcome, "");
    }

    /** The execution writes its result, with what its job says was asked. */
    private void finish(Outcome outcome, String text) {
        OpenTurn open = session.session.active().open();
        TurnFinished result = SessionScript.result(open.id(), open.attempt(), open.owner(), outcome, text);
        session.finish(result.withInput(session.lastJob().input()));
    }
}
