package dev.rivulet.gateway.http;

import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.TurnId;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Optional;

/** Reads what requests carry outside their body. */
public final class Parameters {

    private static final String LAST_EVENT_ID = "Last-Event-ID";

    private Parameters() {}

    /** @throws ProblemException {@code invalid_session} */
    public static SessionId session(RoutingContext request) {
        return session(request.pathParam("session"), "session");
    }

    /** @throws ProblemException {@code invalid_session} */
    public static SessionId session(String text, String field) {
        try {
            return new SessionId(text);
        } catch (IllegalArgumentException invalid) {
            throw new ProblemException(ProblemCode.INVALID_SESSION,
                    "A session id is 1 to 128 characters out of A-Z a-z 0-9 . _ ~ -", field);
        }
    }

    /** @throws ProblemException {@code invalid_turn} */
    public static TurnId turn(RoutingContext request) {
        return turn(request.pathParam("turn"), "turn");
    }

    /** @throws ProblemException {@code invalid_turn} */
    public static TurnId turn(String text, String field) {
        try {
            return TurnId.parse(text);
        } catch (IllegalArgumentException invalid) {
            throw new ProblemException(ProblemCode.INVALID_TURN, "A turn id is a UUID of version 7.", field);
        }
    }

    /**
     * Returns the id of the event that the client received last: the header that browsers send, else the parameter for
     * clients that cannot set it; empty if there is neither.
     */
    public static Optional<String> lastEventId(RoutingContext request) {
        return Optional.ofNullable(request.request().getHeader(LAST_EVENT_ID)).filter(id -> !id.isEmpty())
                .or(() -> query(request, "cursor"));
    }

    /**
     * Returns how long the client wants to wait for a turn to end; empty if it does not.
     *
     * @param max the longest it may ask for
     * @throws ProblemException {@code invalid_value}
     */
    public static Optional<Duration> wait(RoutingContext request, Duration max) {
        return query(request, "wait").map(text -> DurationParameter.parse(text, max, "wait"))
                .filter(Duration::isPositive);
    }

    /**
     * Returns whether the client wants every event from the beginning. A cursor takes precedence.
     *
     * @throws ProblemException {@code invalid_value}
     */
    public static boolean fromStart(RoutingContext request) {
        return fromStart(query(request, "from"));
    }

    /** @throws ProblemException {@code invalid_value} */
    public static boolean fromStart(Optional<String> from) {
        if (from.isPresent() && !from.get().equals("start")) {
            throw new ProblemException(ProblemCode.INVALID_VALUE, "from can only be start.", "from");
        }
        return from.isPresent();
    }

    /** Returns the first value of a query parameter; empty text counts as none. */
    public static Optional<String> query(RoutingContext request, String name) {
        return request.queryParam(name).stream().findFirst().filter(text -> !text.isEmpty());
    }
}
