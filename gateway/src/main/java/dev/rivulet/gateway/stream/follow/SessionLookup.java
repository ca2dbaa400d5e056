package dev.rivulet.gateway.stream.follow;

import dev.rivulet.gateway.http.Services;
import dev.rivulet.gateway.log.KafkaAccess;
import dev.rivulet.gateway.log.cursor.Cursor;
import dev.rivulet.gateway.log.lookup.SessionLog;
import dev.rivulet.gateway.log.tail.LoggedReply;
import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.SessionRequested;
import dev.rivulet.schemas.event.SessionState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Finds out what a session is, and where its followers begin. Methods block and are for virtual threads; they throw {@link
 * ProblemException}.
 *
 * @param patience how long the coordinator's answer may take
 */
public record SessionLookup(KafkaAccess cluster, Duration patience) {

    /** @throws ProblemException {@code kafka_unavailable} or {@code shutting_down} */
    public static SessionLookup of(Services services) {
        return new SessionLookup(services.gate().require(), services.gateway().acceptanceTimeout());
    }

    /** Where a follower begins: behind its cursor if it has one, at what Kafka still holds, or now. */
    public FollowStart beginning(SessionId session, Optional<Cursor> cursor, boolean fromStart, TurnId request) {
        if (cursor.isPresent()) {
            return after(session, cursor.get());
        }
        return fromStart ? start(session) : now(session, request);
    }

    /** The session as it is: {@code not_answered} without a worker. */
    public SessionBody body(SessionId session, TurnId request) {
        return cut(session, request).body();
    }

    /** The turn that it runs: {@code not_answered} without a worker. */
    public Optional<SessionState.Open> open(SessionId session, TurnId request) {
        return Optional.ofNullable(ask(session, request).answer().open());
    }

    /** For a follower that has seen nothing: what the session is, and what happens from there on. */
    public FollowStart now(SessionId session, TurnId request) {
        return cut(session, request).beginning();
    }

    /** For a follower that wants all that Kafka still holds. */
    public FollowStart start(SessionId session) {
        long begin = log(session).begin();
        return new FollowStart(List.of(), begin, new SessionFilter(SessionPosition.idle(begin), List.of()), 0);
    }

    /** Right behind a cursor. Needs no worker. */
    public FollowStart after(SessionId session, Cursor cursor) {
        log(session).requireHolds(cursor);
        return new FollowStart(List.of(), cursor.offset() + 1, new SessionFilter(SessionPosition.of(cursor), List.of()),
                cursor.charsBeyond());
    }

    private SessionSnapshot cut(SessionId session, TurnId request) {
        LoggedReply<SessionState> answered = ask(session, request);
        SessionState state = answered.answer();
        SessionLog log = log(session);
        if (state.open() == null) {
            return new SessionSnapshot(session, log.partition(), state, SessionPosition.idle(answered.offset()), null);
        }
        PartialTurn open = new PartialTurn(state.open().turnId());
        log.eachOf(state.open().turnId(), answered.offset(), open::add);
        return new SessionSnapshot(session, log.partition(), state, open.at(answered.offset()), open);
    }

    /** Through the log, like every question to a coordinator: its answer has a place among the session's events. */
    private LoggedReply<SessionState> ask(SessionId session, TurnId request) {
        CompletableFuture<LoggedReply<SessionState>> answer = cluster.answerTo(request, SessionState.class);
        try {
            cluster.publisher().publish(new SessionRequested(session, request)).join();
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException nobody) {
            throw new ProblemException(ProblemCode.NOT_ANSWERED,
                    "No worker has said what the session is; try again in a moment.");
        } catch (CompletionException | ExecutionException failure) {
            throw failure.getCause() instanceof ProblemException problem ? problem : new IllegalStateException(failure);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw ProblemException.internal();
        } finally {
            answer.cancel(false);
        }
    }

    private SessionLog log(SessionId session) {
        return cluster.finder().log(session);
    }
}
