package dev.rivulet.worker.coordinator.session;

import static dev.rivulet.worker.coordinator.session.SessionScript.LIMITS;
import static dev.rivulet.worker.coordinator.session.SessionScript.SESSION;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.Idempotency;
import dev.rivulet.schemas.command.PromptRequested;
import dev.rivulet.schemas.event.Accepted;
import dev.rivulet.schemas.event.Accepted.Status;
import dev.rivulet.worker.execution.TurnJob;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Promise 8: the same key is the same turn. */
class SessionIdempotencyTest {

    private SessionScript session = new SessionScript();

    @Test
    void aNewKeyIsItsRequestsOwnTurn() {
        PromptRequested prompt = send(keyed("k", "d"));

        assertThat(answer()).isEqualTo(accepted(prompt, prompt.turnId(), Status.CREATED));
        assertThat(session.dispatched).extracting(TurnJob::turn).containsExactly(prompt.turnId());
    }

    @Test
    void theSameKeyIsTheSameTurnWhileItRunsAndAfterItsEnd() {
        TurnId first = send(keyed("k", "d")).turnId();

        PromptRequested second = send(keyed("k", "d"));
        assertThat(session.effects).containsExactly(new Effect.Reply(accepted(second, first, Status.EXISTING)));
        session.answer("a");
        PromptRequested third = send(keyed("k", "d"));

        assertThat(session.effects).containsExactly(new Effect.Reply(accepted(third, first, Status.EXISTING)));
        assertThat(session.dispatched).hasSize(1);
        assertThat(session.session.active().hasTurns()).isFalse();
    }

    @Test
    void theSameKeyWithAnotherBodyIsAConflictAndBeginsNothing() {
        TurnId first = send(keyed("k", "d")).turnId();

        PromptRequested other = send(keyed("k", "e"));

        assertThat(session.effects).containsExactly(new Effect.Reply(accepted(other, first, Status.CONFLICT)));
        assertThat(session.queued()).isEmpty();
    }

    @Test
    void anotherKeyIsAnotherTurn() {
        send(keyed("k", "d"));

        PromptRequested other = send(keyed("l", "d"));

        assertThat(answer()).isEqualTo(accepted(other, other.turnId(), Status.CREATED));
        assertThat(session.queued()).containsExactly(other.turnId());
    }

    @Test
    void aTurnIdThatTheClientChoseIsAKey() {
        TurnId chosen = session.mint();
        PromptRequested first = send(chosen, null, "d");
        assertThat(answer()).isEqualTo(accepted(first, chosen, Status.CREATED));

        PromptRequested second = send(chosen, null, "d");
        assertThat(answer()).isEqualTo(accepted(second, chosen, Status.EXISTING));
        PromptRequested other = send(chosen, null, "e");
        assertThat(answer()).isEqualTo(accepted(other, chosen, Status.CONFLICT));
        // A key that reads like the turn's id is another.
        PromptRequested keyed = send(keyed(chosen.toString(), "f"));
        assertThat(answer()).isEqualTo(accepted(keyed, keyed.turnId(), Status.CREATED));

        assertThat(session.dispatched).hasSize(1);
    }

    @Test
    void aReplayAnswersTheSame() {
        PromptRequested first = send(keyed("k", "d"));
        PromptRequested second = send(keyed("k", "d"));
        PromptRequested conflict = send(keyed("k", "e"));
        session = session.movedTo("worker-2");

        assertThat(answerTo(first)).isEqualTo(accepted(first, first.turnId(), Status.CREATED));
        assertThat(answerTo(second)).isEqualTo(accepted(second, first.turnId(), Status.EXISTING));
        assertThat(answerTo(conflict)).isEqualTo(accepted(conflict, first.turnId(), Status.CONFLICT));
        assertThat(session.dispatched).isEmpty();
    }

    /** The two parts of the state have two changelogs: one can arrive without the other. */
    @Test
    void aCrashThatKeptTheKeyAndLostTheTurnLosesNothing() {
        PromptRequested prompt = send(keyed("k", "d"));
        session = session.movedTo("worker-2", new Session(ActiveTurns.IDLE, session.session.conversation()));

        assertThat(answerTo(prompt)).isEqualTo(accepted(prompt, prompt.turnId(), Status.CREATED));

        assertThat(session.open()).isEqualTo(prompt.turnId());
    }

    @Test
    void aCrashThatKeptTheTurnAndLostTheKeyLearnsItAgain() {
        PromptRequested prompt = send(keyed("k", "d"));
        session = session.movedTo("worker-2", new Session(session.session.active(), Conversation.EMPTY));

        session.send(prompt);
        PromptRequested second = send(keyed("k", "d"));

        assertThat(answer()).isEqualTo(accepted(second, prompt.turnId(), Status.EXISTING));
        assertThat(session.dispatched).isEmpty();
    }

    @Test
    void aKeyIsForgottenAfterItsWindow() {
        send(keyed("k", "d"));
        session.answer("a");
        session.passes(LIMITS.keyWindow());
        send(keyed("k", "d"));
        assertThat(answer().status()).isEqualTo(Status.EXISTING);

        session.now++;
        send(keyed("k", "e"));

        assertThat(answer().status()).isEqualTo(Status.CREATED);
        assertThat(session.session.conversation().keys()).hasSize(1);
    }

    @Test
    void theNewestKeysAreRemembered() {
        IntStream.rangeClosed(0, LIMITS.keys()).forEach(i -> send(keyed("k" + i, "d")));

        assertThat(session.session.conversation().keys()).extracting(AcceptedKey::name)
                .containsExactly("key/k1", "key/k2");
    }

    private PromptRequested keyed(String key, String digest) {
        return prompt(session.mint(), key, digest);
    }

    private PromptRequested prompt(TurnId turn, String key, String digest) {
        return new PromptRequested(SESSION, turn, "hi", null, null, new Idempotency(session.mint(), key, digest));
    }

    private PromptRequested send(TurnId turn, String key, String digest) {
        return send(prompt(turn, key, digest));
    }

    private PromptRequested send(PromptRequested prompt) {
        session.send(prompt);
        return prompt;
    }

    private Accepted answerTo(PromptRequested prompt) {
        send(prompt);
        return answer();
    }

    private Accepted answer() {
        return (Accepted) session.of(Effect.Reply.class).getFirst().reply();
    }

    private static Accepted accepted(PromptRequested asked, TurnId turn, Status status) {
        return new Accepted(asked.idempotency().requestId(), turn, status);
    }
}
