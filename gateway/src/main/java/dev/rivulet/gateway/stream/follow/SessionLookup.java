package dev.rivulet.gateway.stream.follow;

import dev.rivulet.gateway.log.KafkaAccess;
import dev.rivulet.gateway.log.cursor.Cursor;
import dev.rivulet.gateway.log.event.AttemptFilter;
import dev.rivulet.gateway.log.lookup.SessionLog;
import dev.rivulet.gateway.log.tail.LoggedReply;
import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.event.SessionState;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/**
 * Looks up the state of a session, and where its followers start. Methods block; call them on virtual threads. They
 * throw {@link ProblemException}; those that ask the coordinator throw {@code not_answered} if no worker replies in
 * time.
 *
 * @param maxHeadBytes about the most data of the events that a follower is shown before those of the log
 */
public record SessionLookup(KafkaAccess kafka, int maxHeadBytes) {

    /**
     * Returns where a follower starts: after its cursor if there is one, else at the oldest event in Kafka ({@code
     * fromStart}), else at the session's present state, for which it asks the coordinator.
     */
    public FollowStart start(SessionId session, Optional<Cursor> cursor, boolean fromStart) {
        if (cursor.isPresent()) {
            return after(session, cursor.get());
        }
        return fromStart
                ? oldest(session)
                : snapshot(session, kafka.coordinator().requestRecentState(session), maxHeadBytes / 2)
                        .start(maxHeadBytes / 2);
    }

    /** Returns the session's present state. Asks the coordinator. */
    public SessionBody body(SessionId session) {
        return snapshot(session, kafka.coordinator().requestState(session), Integer.MAX_VALUE).body();
    }

    /** Returns the turn that the session runs; empty if it runs none. Asks the coordinator. */
    public Optional<SessionState.Open> openTurn(SessionId session) {
        return Optional.ofNullable(await(kafka.coordinator().requestBriefState(session)).reply().open());
    }

    private FollowStart oldest(SessionId session) {
        Optional<Long> since = oldestTurn(session);
        long begin = log(session).offsetSince(since);
        return new FollowStart(List.of(), begin, SessionFilter.idle(begin), 0);
    }

    /** Empty if the session may have more turns than its coordinator remembers, or if no worker says. */
    private Optional<Long> oldestTurn(SessionId session) {
        try {
            return Optional.ofNullable(await(kafka.coordinator().requestBriefState(session)).reply().since());
        } catch (ProblemException problem) {
            if (problem.code() != ProblemCode.NOT_ANSWERED) {
                throw problem;
            }
            return Optional.empty();
        }
    }

    private FollowStart after(SessionId session, Cursor cursor) {
        AttemptFilter attempts = log(session).filterAfter(cursor);
        return new FollowStart(List.of(), cursor.offset() + 1,
                new SessionFilter(SessionPosition.of(cursor), attempts, List.of()), cursor.charsBeyond());
    }

    /** @param maxTextBytes how much text of the running turn is read */
    private SessionSnapshot snapshot(SessionId session, CompletableFuture<LoggedReply<SessionState>> asked,
            int maxTextBytes) {
        LoggedReply<SessionState> logged = await(asked);
        SessionState state = logged.reply();
        SessionLog log = log(session);
        if (state.open() == null) {
            return new SessionSnapshot(session, log.partition(), state, SessionPosition.idle(logged.offset()), null);
        }
        PartialTurn turn = new PartialTurn(state.open().turnId(), maxTextBytes);
        log.forEachRecordWhile(state.open().turnId(), logged.offset(), turn::add);
        return new SessionSnapshot(session, log.partition(), state, turn.position(logged.offset()), turn);
    }

    private static LoggedReply<SessionState> await(CompletableFuture<LoggedReply<SessionState>> reply) {
        try {
            return reply.get();
        } catch (ExecutionException failure) {
            throw ProblemException.findIn(failure.getCause()).orElseThrow(() -> new CompletionException(failure));
        } catch (InterruptedException gone) {
            reply.cancel(false);
            Thread.currentThread().interrupt();
            throw ProblemException.kafkaUnavailable();
        }
    }

    private SessionLog log(SessionId session) {
        return kafka.finder().sessionLog(session);
    }
}
