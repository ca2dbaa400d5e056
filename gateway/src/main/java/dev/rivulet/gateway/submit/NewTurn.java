package dev.rivulet.gateway.submit;

import dev.rivulet.gateway.http.Services;
import dev.rivulet.gateway.log.KafkaAccess;
import dev.rivulet.gateway.log.TurnLog;
import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.stream.ReaderPresence;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.CancelRequested;
import dev.rivulet.schemas.command.PromptRequested;
import java.util.concurrent.CompletableFuture;

/** A turn with an id, on its way into Kafka. */
public record NewTurn(KafkaAccess cluster, PromptRequested prompt, boolean endsWithItsConnection) {

    /** @throws dev.rivulet.gateway.problem.ProblemException {@code kafka_unavailable} or {@code shutting_down} */
    public static NewTurn mint(Services services, SessionId session, TurnDraft draft) {
        KafkaAccess cluster = services.gate().require();
        return new NewTurn(cluster, draft.at(session, services.turnIds().next(), null), draft.endsWithItsConnection());
    }

    /** The turn of an earlier request, which this one was found to be the same as. */
    public NewTurn standsFor(TurnId earlier) {
        return new NewTurn(cluster, new PromptRequested(prompt.sessionId(), earlier, prompt.prompt(), prompt.messages(),
                prompt.options(), prompt.idempotency()), false);
    }

    public SessionId session() {
        return prompt.sessionId();
    }

    public TurnId turn() {
        return prompt.turnId();
    }

    /** Where its events will be. */
    public TurnLog log() {
        return cluster.log(session(), turn());
    }

    /** Completes on another thread when the turn is accepted, or with a problem: see {@link ProblemCode}. */
    public CompletableFuture<Void> publish() {
        return cluster.publisher().publish(prompt);
    }

    /** Has the turn cancelled when its readers are gone for good, if that is what the client wants. */
    public void watchIn(ReaderPresence attendance) {
        if (endsWithItsConnection) {
            attendance.watch(turn(), this::connectionLost);
        }
    }

    /** What is done when the client that asked for the turn is gone before its end. */
    public void connectionLost() {
        if (endsWithItsConnection) {
            cluster.publisher().cancel(new CancelRequested(session(), turn()));
        }
    }
}
