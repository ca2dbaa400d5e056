package dev.rivulet.worker.coordinator.session;

import static dev.rivulet.worker.coordinator.session.SessionScript.SESSION;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.schemas.RequestedBy;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.PromptRequested;
import dev.rivulet.schemas.command.TurnOptions;
import dev.rivulet.schemas.result.TurnFinished;
import org.junit.jupiter.api.Test;

/** Who asked for a turn is in its job and in its result, whoever writes that. */
class SessionRequestedByTest {

    private static final RequestedBy CALLER = new RequestedBy("issuer|alice", "gold");

    private final SessionScript session = new SessionScript();

    @Test
    void theJobOfATurnSaysWhoAskedAlsoWhenTheTurnWaitedOrStartsAgain() {
        prompt("1");
        prompt("2");
        session.answer("a");
        assertThat(session.lastJob().requestedBy()).isEqualTo(CALLER);
        session.sweep(lost -> true);
        assertThat(session.lastJob().attempt()).isEqualTo(2);
        assertThat(session.lastJob().requestedBy()).isEqualTo(CALLER);
    }

    @Test
    void theResultOfATurnThatNoExecutionEndsSaysWhoAsked() {
        prompt("1");
        TurnId waiting = prompt("2");
        session.cancel(waiting);
        assertThat(session.reports()).extracting(TurnFinished::requestedBy).containsExactly(CALLER);
    }

    @Test
    void theResultOfALostAttemptSaysWhoAsked() {
        TurnId turn = prompt("1");
        session.cancel(turn);
        session.sweep(lost -> true);
        assertThat(session.of(Effect.Recover.class)).extracting(recover -> recover.attempt().end().requestedBy())
                .containsExactly(CALLER);
    }

    @Test
    void nobodyIsNamedWhenNobodyKnowsWhoAsked() {
        session.prompt("1");
        assertThat(session.lastJob().requestedBy()).isNull();
    }

    private TurnId prompt(String words) {
        return session.send(PromptRequested.ofPrompt(SESSION, session.mint(), words, TurnOptions.NONE).by(CALLER));
    }
}
