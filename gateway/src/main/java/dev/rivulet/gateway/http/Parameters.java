package dev.rivulet.gateway.http;

import dev.rivulet.gateway.identity.OwnedSession;
import dev.rivulet.gateway.identity.Principal;
import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.schemas.TurnId;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Optional;

/** Reads the parameters of requests: in the path, the query and the headers. */
public final class Parameters {

    private static final String LAST_EVENT_ID = "Last-Event-ID";

    private Parameters() {}

    /** @throws ProblemException {@code invalid_session} */
    public static OwnedSession session(RoutingContext request) {
        return session(Callers.principal(request), request.pathParam("session"), "session");
    }

    /**
     * @param principal owns the session
     * @throws ProblemException {@code invalid_session}
     */
    public static OwnedSession session(Principal principal, String text, String field) {
        try {
            return principal.session(text);
        } catch (IllegalArgumentException invalid) {
            throw new ProblemException(ProblemCode.INVALID_SESSION,
                    "A session id is 1 to " + principal.maxSessionName() + " characters out of A-Z a-z 0-9 . _ ~ -",
                    field);
        }
    }

    /** @throws ProblemException {@code invalid_turn} */
    public static TurnId turn(RoutingContext request) {
        return turn(request.pathParam("turn"), "turn");
    }

    /**
     * Reads a turn id, wherever a client sends one. Refuses one that claims to be made so far in the future that no
     * record about it could carry its time (see {@link TurnId#MAX_LEAD}).
     *
     * @throws ProblemException {@code invalid_turn}
     */
    public static TurnId turn(String text, String field) {
        TurnId turn;
        try {
            turn = TurnId.parse(text);
        } catch (IllegalArgumentException invalid) {
            throw new ProblemException(ProblemCode.INVALID_TURN, "A turn id is a UUID of version 7.", field);
        }
        if (turn.isAhead(TurnId.MAX_LEAD, System.currentTimeMillis())) {
            throw new ProblemException(ProblemCode.INVALID_TURN, "The time in the turn id is too far in the future.",
                    field);
        }
        return turn;
    }

    /**
     * Returns the id of the last event that the client received: from the header {@code Last-Event-ID}, or from the
     * query parameter {@code cursor} for clients that cannot set the header, or {@code lastEventId}, which polyfills of
     * {@code EventSource} send; empty if there is none.
     */
    public static Optional<String> lastEventId(RoutingContext request) {
        return Optional.ofNullable(request.request().getHeader(LAST_EVENT_ID)).filter(id -> !id.isEmpty())
                .or(() -> query(request, "cursor")).or(() -> query(request, "lastEventId"));
    }

    /**
     * Returns how long the client wants to wait for a turn to end; empty if it does not.
     *
     * @throws ProblemException {@code invalid_value}
     */
    public static Optional<Duration> waitTimeout(RoutingContext request, Duration max) {
        return query(request, "wait").map(text -> DurationParameter.parse(text, max, "wait"))
                .filter(Duration::isPositive);
    }

    /**
     * Returns how many items the client wants at most.
     *
     * @param usual how many if it does not say
     * @throws ProblemException {@code invalid_value}
     */
    public static int limit(RoutingContext request, int usual, int max) {
        return query(request, "limit").map(text -> parseLimit(text, max)).orElse(Math.min(usual, max));
    }

    private static int parseLimit(String text, int max) {
        // No sign, no digits of other scripts, no overflow.
        int limit = text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : 0;
        if (limit < 1 || limit > max) {
            throw new ProblemException(ProblemCode.INVALID_VALUE, "limit is a number from 1 to " + max + ".", "limit");
        }
        return limit;
    }

    /**
     * Returns whether the client wants all events, from the first ({@code from=start}). A cursor takes precedence.
     *
     * @throws ProblemException {@code invalid_value}
     */
    public static boolean fromStart(RoutingContext request) {
        return fromStart(query(request, "from"));
    }

    /** @throws ProblemException {@code invalid_value} if there is another value than {@code start} */
    public static boolean fromStart(Optional<String> from) {
        if (from.isPresent() && !from.get().equals("start")) {
            throw new ProblemException(ProblemCode.INVALID_VALUE, "from can only be start.", "from");
        }
        return from.isPresent();
    }

    /**
     * Returns whether the client wants the timestamps of the records.
     *
     * @throws ProblemException {@code invalid_value} if there is another value than {@code true} or {@code false}
     */
    public static boolean timestamps(RoutingContext request) {
        String wanted = query(request, "timestamps").orElse("false");
        if (!wanted.equals("true") && !wanted.equals("false")) {
            throw new ProblemException(ProblemCode.INVALID_VALUE, "timestamps can be true or false.", "timestamps");
        }
        return wanted.equals("true");
    }

    /** Returns the first value of a query parameter; empty if it is absent or an empty string. */
    public static Optional<String> query(RoutingContext request, String name) {
        return request.queryParam(name).stream().findFirst().filter(text -> !text.isEmpty());
    }
}
