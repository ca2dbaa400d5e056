package dev.rivulet.gateway.stream.follow;

import dev.rivulet.gateway.identity.OwnedSession;
import dev.rivulet.gateway.log.KafkaAccess;
import dev.rivulet.gateway.log.cursor.Cursor;
import dev.rivulet.gateway.log.cursor.Cursors;
import dev.rivulet.gateway.log.event.AttemptFilter;
import dev.rivulet.gateway.log.lookup.SessionLog;
import dev.rivulet.gateway.log.tail.LoggedReply;
import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.TurnPage;
import dev.rivulet.schemas.event.PastTurn;
import dev.rivulet.schemas.event.SessionState;
import dev.rivulet.schemas.result.TurnFinished;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/**
 * Looks up the state of a session, and where its followers start. Methods block; call them on virtual threads. They
 * throw {@link ProblemException}; those that ask the coordinator throw {@code not_answered} if no worker replies in
 * time.
 *
 * @param cursors writes the cursors of states
 * @param maxBytes about the most data of what is returned
 */
public record SessionLookup(KafkaAccess kafka, Cursors cursors, int maxBytes) {

    /** How many of the turns that have ended are returned at most, unless the caller says it. */
    public static final int TURNS = 50;

    private static final TurnPage NEWEST = new TurnPage(TURNS, null);

    /**
     * Returns where a follower starts: after its cursor if there is one, else at the oldest event in Kafka ({@code
     * fromStart}), else at the session's present state, for which it asks the coordinator.
     */
    public FollowStart start(OwnedSession session, Optional<Cursor> cursor, boolean fromStart) {
        if (cursor.isPresent()) {
            return after(session, cursor.get());
        }
        if (fromStart) {
            return oldest(session);
        }
        // Half for the state, half for what the running turn has said.
        int half = maxBytes / 2;
        return snapshot(session, await(kafka.coordinator().requestRecentState(session, NEWEST)), half, half)
                .start(half);
    }

    /** Returns the session's present state. Asks the coordinator. */
    public SessionBody body(OwnedSession session) {
        return snapshot(session, await(kafka.coordinator().requestState(session, NEWEST)), maxBytes, Integer.MAX_VALUE)
                .body();
    }

    /** Returns turns that have ended: at least one, however large it is. Asks the coordinator. */
    public TurnsBody turns(OwnedSession session, TurnPage page) {
        SessionState state = await(kafka.coordinator().requestTurns(session, page)).reply();
        return past(log(session), session, state, Math.max(1, fitting(state, maxBytes)));
    }

    /** Returns the turn that the session runs; empty if it runs none. Asks the coordinator. */
    public Optional<SessionState.Open> openTurn(OwnedSession session) {
        return Optional.ofNullable(await(kafka.coordinator().requestBriefState(session)).reply().open());
    }

    private FollowStart oldest(OwnedSession session) {
        Optional<Long> since = oldestTurn(session);
        long begin = log(session).offsetSince(since);
        return new FollowStart(List.of(), begin, SessionFilter.idle(begin), 0);
    }

    /** Empty if the session may have more turns than its coordinator remembers, or if no worker says. */
    private Optional<Long> oldestTurn(OwnedSession session) {
        try {
            return Optional.ofNullable(await(kafka.coordinator().requestBriefState(session)).reply().since());
        } catch (ProblemException problem) {
            if (problem.code() != ProblemCode.NOT_ANSWERED) {
                throw problem;
            }
            return Optional.empty();
        }
    }

    private FollowStart after(OwnedSession session, Cursor given) {
        Cursor cursor = kafka.cursors().translate(session, given);
        AttemptFilter attempts = log(session).filterAfter(cursor);
        return new FollowStart(List.of(), cursor.offset() + 1,
                new SessionFilter(SessionPosition.of(cursor), attempts, List.of()), cursor.charsBeyond());
    }

    /**
     * @param maxPastBytes how much data of turns that have ended is read
     * @param maxTextBytes how much text of the running turn is read
     */
    private SessionSnapshot snapshot(OwnedSession session, LoggedReply<SessionState> logged, int maxPastBytes,
            int maxTextBytes) {
        SessionState state = logged.reply();
        SessionLog log = log(session);
        TurnsBody past = past(log, session, state, fitting(state, maxPastBytes));
        if (state.open() == null) {
            return new SessionSnapshot(cursors, log.cursorPartition(), state, past,
                    SessionPosition.idle(logged.offset()), null);
        }
        PartialTurn turn = new PartialTurn(state.open().turnId(), maxTextBytes);
        log.forEachRecordWhile(state.open().turnId(), logged.offset(), turn::add);
        return new SessionSnapshot(cursors, log.cursorPartition(), state, past, turn.position(logged.offset()), turn);
    }

    /** Returns how many of the newest turns that have ended are so large together. */
    private static int fitting(SessionState state, int maxBytes) {
        int count = 0;
        long bytes = 0;
        for (PastTurn turn : named(state)) {
            bytes += turn.bytes();
            if (bytes > maxBytes) {
                break;
            }
            count++;
        }
        return count;
    }

    /** Workers of earlier versions name none. */
    private static List<PastTurn> named(SessionState state) {
        return state.turns() == null ? List.of() : state.turns();
    }

    /** Reads turns that have ended. Those that Kafka has deleted, and those before them, are gone. */
    private static TurnsBody past(SessionLog log, OwnedSession session, SessionState state, int most) {
        List<PastTurn> all = named(state);
        List<PastTurn> named = all.subList(0, Math.min(most, all.size()));
        Map<TurnId, TurnFinished> results = log.results(named);
        List<TurnBody> turns = named.stream().filter(turn -> results.containsKey(turn.turnId()))
                .map(turn -> TurnBody.of(session, results.get(turn.turnId()), turn.inMemory())).toList();
        boolean oldest = named.isEmpty() || results.containsKey(named.getLast().turnId());
        boolean more = named.size() < all.size() || state.more() != null;
        return new TurnsBody(session, turns, more && oldest ? true : null);
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

    private SessionLog log(OwnedSession session) {
        return kafka.finder().sessionLog(session);
    }
}
