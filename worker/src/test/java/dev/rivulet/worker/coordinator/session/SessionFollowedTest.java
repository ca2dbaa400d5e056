package dev.rivulet.worker.coordinator.session;

import static dev.rivulet.worker.coordinator.session.SessionScript.SESSION;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.schemas.Message;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.PromptRequested;
import dev.rivulet.schemas.command.TurnOptions;
import dev.rivulet.schemas.command.WhenBusy;
import dev.rivulet.schemas.event.Queued;
import dev.rivulet.schemas.event.SessionState;
import dev.rivulet.schemas.event.TurnInput;
import dev.rivulet.schemas.event.TurnPrompt;
import dev.rivulet.schemas.result.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What those see who follow a session. */
class SessionFollowedTest {

    private static final AttemptLiveness LOST = turn -> true;

    private final SessionScript session = new SessionScript();

    @Test
    void aTurnThatOpensIsShownBeforeItsAttemptIsClaimed() {
        session.claimsComeBack = false;
        PromptRequested prompt = prompt("hi");
        session.send(prompt);

        assertThat(session.effects).hasSize(2);
        assertThat(session.effects.getFirst()).isEqualTo(Effect.Publish.of(TurnPrompt.of(prompt)));
        assertThat(session.effects.getLast()).isInstanceOf(Effect.Claim.class);
    }

    @Test
    void aTurnThatWaitsIsShownAsQueuedAndOpensBehindTheEndOfTheOneBefore() {
        session.prompt("1");
        PromptRequested second = prompt("2");
        session.send(second);
        assertThat(session.followed()).containsExactly(Queued.of(second));

        session.claimsComeBack = false;
        session.answer("a");

        assertThat(session.of(Effect.Publish.class)).extracting(Effect.Publish::event)
                .containsExactly(session.published().getFirst(), TurnPrompt.of(second));
    }

    @Test
    void aTurnThatIsStartedAgainOpensAgain() {
        PromptRequested prompt = prompt("hi");
        session.send(prompt);

        session.sweep(LOST);

        assertThat(session.followed()).containsExactly(TurnPrompt.of(prompt));
    }

    @Test
    void aTurnThatIsRefusedNeitherWaitsNorOpens() {
        session.prompt("1");
        session.prompt("2", new TurnOptions(null, null, null, null, WhenBusy.REJECT, null, null));

        assertThat(session.followed()).isEmpty();
    }

    @Test
    void whatFollowersAreToldIsWhatWasAsked() {
        PromptRequested asked = PromptRequested.ofMessages(SESSION, session.mint(), List.of(Message.user("u")),
                new TurnOptions("m", 1, null, "s", null, null, null));

        assertThat(TurnPrompt.of(asked))
                .isEqualTo(new TurnPrompt(new TurnInput(asked.turnId(), null, asked.messages(), "m", "s")));
        assertThat(Queued.of(asked))
                .isEqualTo(new Queued(new TurnInput(asked.turnId(), null, asked.messages(), "m", "s")));
    }

    @Test
    void aSessionThatNobodyUsedIsEmpty() {
        SessionState state = session.asked();

        assertThat(state).isEqualTo(new SessionState(state.requestId(), null, List.of(), null, List.of()));
        assertThat(session.session).isEqualTo(Session.NEW);
    }

    @Test
    void theStateHasTheConversationAndTheTurnsThatRunAndWait() {
        session.prompt("1", new TurnOptions(null, null, null, "be brief", null, null, null));
        session.answer("a");
        TurnId open = session.prompt("2");
        PromptRequested waiting = prompt("3");
        session.send(waiting);

        SessionState state = session.asked();

        assertThat(state.system()).isEqualTo("be brief");
        assertThat(state.messages()).containsExactly(Message.user("1"), Message.assistant("a"));
        assertThat(state.open()).isEqualTo(new SessionState.Open(open, "2", null, null, null, null, 1));
        assertThat(state.queue()).containsExactly(Queued.of(waiting));
    }

    @Test
    void aBriefAnswerHasNoTextAndSaysHowOldTheSessionIs() {
        TurnId first = session.prompt("1");
        session.answer("a");
        TurnId open = session.prompt("2");
        session.send(prompt("3"));

        SessionState state = session.asked(true);

        assertThat(state.messages()).isNull();
        assertThat(state.since()).isEqualTo(first.timestamp());
        assertThat(state.open()).isEqualTo(new SessionState.Open(open, null, null, null, null, null, 1));
        assertThat(state.queue()).hasSize(1).allSatisfy(waits -> assertThat(waits.input().prompt()).isNull());
    }

    @Test
    void aSessionThatNobodyUsedIsAsOldAsTheQuestion() {
        assertThat(session.asked(true).since()).isEqualTo(session.now);
    }

    @Test
    void howOldASessionIsIsNotSaidIfItMayHaveHadMoreTurnsThanItRemembers() {
        for (int turn = 0; turn < SessionScript.LIMITS.endedTurns(); turn++) {
            session.prompt("1");
            session.answer("a");
        }
        assertThat(session.asked(true).since()).isNull();
    }

    @Test
    void anAttemptThatMayNotRunYetIsNone() {
        session.claimsComeBack = false;
        session.prompt("1");

        assertThat(session.asked().open().attempt()).isZero();
    }

    @Test
    void askingChangesNothing() {
        session.prompt("1");
        Session before = session.session;

        session.asked();

        assertThat(session.session).isEqualTo(before);
        assertThat(session.effects).hasSize(1);
        session.end(Outcome.cancelled(), "");
        assertThat(session.asked().open()).isNull();
    }

    private PromptRequested prompt(String words) {
        return PromptRequested.ofPrompt(SESSION, session.mint(), words, TurnOptions.NONE);
    }
}
