package dev.rivulet.gateway.log;

import dev.rivulet.gateway.identity.OwnedSession;
import dev.rivulet.gateway.log.tail.ChunkTailer;
import dev.rivulet.gateway.log.tail.LiveTail.Lease;
import dev.rivulet.gateway.log.tail.LoggedReply;
import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.Command;
import dev.rivulet.schemas.command.PromptRequested;
import dev.rivulet.schemas.command.SessionRequested;
import dev.rivulet.schemas.command.TurnPage;
import dev.rivulet.schemas.event.Accepted;
import dev.rivulet.schemas.event.CoordinatorReply;
import dev.rivulet.schemas.event.SessionState;
import dev.rivulet.schemas.json.UnreadableRecordException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.ToIntFunction;

/**
 * Requests to the coordinator of a session. Requests and replies go through the log, so a reply has an offset among the
 * session's events. Thread-safe.
 */
public final class CoordinatorRequests {

    /** So the states that are kept take a few MB at most. */
    private static final int MAX_KEPT_BYTES = 128 << 10;

    private final CommandPublisher publisher;
    private final ChunkTailer tailer;
    private final ToIntFunction<SessionId> partitions;
    private final TurnIds ids;
    private final Duration timeout;
    private final SharedQuestions<Question, LoggedReply<SessionState>> states;

    /**
     * @param partitions returns the partition of {@code chunk-events} of a session
     * @param timeout how long a reply may take after Kafka has acknowledged the request; and until its partition is
     *     read here
     * @param maxStateAge how old a session's state may be if the caller accepts an older one
     */
    CoordinatorRequests(CommandPublisher publisher, ChunkTailer tailer, ToIntFunction<SessionId> partitions,
            TurnIds ids,
            Duration timeout, Duration maxStateAge) {
        this.publisher = publisher;
        this.tailer = tailer;
        this.partitions = partitions;
        this.ids = ids;
        this.timeout = timeout;
        this.states = new SharedQuestions<>(this::request, maxStateAge, reply -> reply.bytes() <= MAX_KEPT_BYTES,
                System::nanoTime);
    }

    /**
     * What is asked about a session.
     *
     * @param brief whether the reply need not have any text; null: it has that of the turns that run and wait
     * @param turns which ended turns; null: none
     */
    private record Question(SessionId session, Boolean brief, TurnPage turns) {}

    /**
     * Publishes a prompt with an idempotency key. The reply says which turn the key stands for. Completes on another
     * thread; fails with a {@link ProblemException}: {@code not_confirmed} if no reply arrives in time, or none that
     * this version understands, or the reason why the prompt was not published.
     *
     * @param prompt must have a key
     */
    public CompletableFuture<Accepted> requestAcceptance(PromptRequested prompt) {
        return send(prompt, prompt.idempotency().requestId(), Accepted.class,
                new ProblemException(ProblemCode.NOT_CONFIRMED, "No worker has taken the prompt yet. It may still be "
                        + "answered: send it again with the same key."))
                .thenApply(LoggedReply::reply);
    }

    /**
     * Requests the current state of a session, with the positions of turns that have ended. Completes on another
     * thread; fails with a {@link ProblemException}: {@code not_answered} if no reply arrives in time, or the reason
     * why the request was not published. Callers that wait for the same at the same time share requests, of which one
     * is under way.
     */
    public CompletableFuture<LoggedReply<SessionState>> requestState(OwnedSession session, TurnPage turns) {
        return states.ask(new Question(session.key(), null, turns));
    }

    /** The same, but a state of shortly before is enough: the caller reads the events since. */
    public CompletableFuture<LoggedReply<SessionState>> requestRecentState(OwnedSession session, TurnPage turns) {
        return states.askRecent(new Question(session.key(), null, turns));
    }

    /** The same, but the state need not have any text, nor turns that have ended. */
    public CompletableFuture<LoggedReply<SessionState>> requestBriefState(OwnedSession session) {
        return states.ask(new Question(session.key(), true, null));
    }

    /** The same, with turns that have ended. */
    public CompletableFuture<LoggedReply<SessionState>> requestTurns(OwnedSession session, TurnPage turns) {
        return states.ask(new Question(session.key(), true, turns));
    }

    private CompletableFuture<LoggedReply<SessionState>> request(Question question) {
        SessionRequested request = new SessionRequested(question.session(), ids.next(), question.brief(),
                question.turns());
        return send(request, request.requestId(), SessionState.class, new ProblemException(ProblemCode.NOT_ANSWERED,
                "No worker has said what the session is; try again in a moment."));
    }

    private <R extends CoordinatorReply> CompletableFuture<LoggedReply<R>> send(Command command, TurnId request,
            Class<R> type, ProblemException unansweredProblem) {
        // The reply comes in the session's partition, which must be read before the request is published.
        Lease lease = tailer.lease(partitions.applyAsInt(command.sessionId()));
        return lease.ready().orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS).exceptionally(late -> {
            throw ProblemException.kafkaUnavailable();
        }).thenCompose(read -> publish(command, request, type, unansweredProblem))
                .whenComplete((logged, failure) -> lease.close());
    }

    private <R extends CoordinatorReply> CompletableFuture<LoggedReply<R>> publish(Command command, TurnId request,
            Class<R> type, ProblemException unansweredProblem) {
        // Registered before the request is published, so that the reply cannot be missed.
        CompletableFuture<LoggedReply<R>> reply = tailer.awaitReply(request, type);
        return publisher.publish(command)
                .thenCompose(acknowledged -> reply.orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                        .exceptionally(failure -> {
                            // A reply of a later version: another gateway may understand it.
                            boolean unanswered = failure instanceof TimeoutException
                                    || failure instanceof UnreadableRecordException;
                            throw unanswered ? unansweredProblem : new CompletionException(failure);
                        }))
                .whenComplete((logged, failure) -> reply.cancel(false));
    }
}
