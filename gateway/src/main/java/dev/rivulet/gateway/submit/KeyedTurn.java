package dev.rivulet.gateway.submit;

import dev.rivulet.gateway.http.Services;
import dev.rivulet.gateway.log.KafkaAccess;
import dev.rivulet.gateway.log.lookup.StartPosition;
import dev.rivulet.gateway.log.lookup.TurnAddress;
import dev.rivulet.gateway.log.lookup.TurnFinder;
import dev.rivulet.gateway.log.tail.LoggedReply;
import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.Idempotency;
import dev.rivulet.schemas.command.PromptRequested;
import dev.rivulet.schemas.event.Accepted;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A prompt with an idempotency key. Which turn it stands for is decided by the session's coordinator, since two gateways
 * can be asked at once: the prompt is published, and the answer is awaited that comes back through the log.
 *
 * @param acceptanceTimeout how long the coordinator's word may take
 * @param turn what this request would begin
 * @param key what the client calls it
 */
public record KeyedTurn(Duration acceptanceTimeout, NewTurn turn, IdempotencyKey key) {

    /** @throws ProblemException {@code kafka_unavailable} or {@code shutting_down} */
    public static KeyedTurn mint(Services services, SessionId session, TurnDraft draft, IdempotencyKey key) {
        TurnId id = key.turn() != null ? key.turn() : services.turnIds().next();
        Idempotency idempotency = new Idempotency(services.turnIds().next(), key.key(), Digest.of(draft));
        PromptRequested prompt = draft.at(session, id, idempotency);
        return new KeyedTurn(services.gateway().acceptanceTimeout(),
                new NewTurn(services.gate().require(), prompt, draft.endsWithItsConnection()), key);
    }

    /**
     * Publishes. Completes, on another thread, with the turn that the key stands for, or with a problem: {@code
     * idempotency_conflict}, {@code not_confirmed}, or why it could not be published.
     */
    public CompletionStage<NewTurn> decide() {
        Idempotency asked = turn.prompt().idempotency();
        KafkaAccess cluster = turn.cluster();
        // Listened for before it can come.
        CompletableFuture<LoggedReply<Accepted>> answer = cluster.answerTo(asked.requestId(), Accepted.class);
        CompletionStage<LoggedReply<Accepted>> coming = turn.publish().thenCompose(acknowledged -> answer
                .orTimeout(acceptanceTimeout.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(KeyedTurn::unanswered));
        return coming.whenComplete((accepted, failure) -> answer.cancel(false))
                .thenApply(answered -> standsFor(answered.answer()));
    }

    /** Where in the log a turn begins that may have begun long ago. Blocks; throws as {@link TurnFinder} does. */
    public static StartPosition.From beginning(NewTurn turn) {
        KafkaAccess cluster = turn.cluster();
        return cluster.finder().beginning(TurnAddress.of(turn.session(), turn.turn(), cluster.partitions()));
    }

    private NewTurn standsFor(Accepted accepted) {
        return switch (accepted.status()) {
            case CREATED -> turn;
            // Whoever comes second does not end it by leaving.
            case EXISTING -> turn.standsFor(accepted.turnId());
            case CONFLICT -> throw new ProblemException(ProblemCode.IDEMPOTENCY_CONFLICT,
                    "An earlier request with this key, or turn id, asked for something else.",
                    key.field());
        };
    }

    private static LoggedReply<Accepted> unanswered(Throwable failure) {
        if (failure instanceof TimeoutException) {
            throw new ProblemException(ProblemCode.NOT_CONFIRMED,
                    "No worker has taken the prompt yet. It may still be answered: send it again with the same key.");
        }
        throw new IllegalStateException(failure);
    }
}
