package dev.rivulet.gateway.http;

import dev.rivulet.gateway.log.cursor.Cursor;
import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.gateway.stream.shape.Shaping;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.TurnId;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Optional;

/** What requests carry outside their body. */
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
     * Where the client was when it lost its stream: the header that browsers send, else the parameter for those that
     * cannot set it.
     *
     * @throws ProblemException {@code invalid_cursor}
     */
    public static Optional<Cursor> cursor(RoutingContext request) {
        String header = request.request().getHeader(LAST_EVENT_ID);
        if (header != null && !header.isEmpty()) {
            return Optional.of(Cursor.parse(header));
        }
        return query(request, "cursor").map(Cursor::parse);
    }

    /**
     * How the client wants to be shown a turn.
     *
     * @throws ProblemException {@code invalid_value}
     */
    public static Shaping shaping(RoutingContext request, Services services) {
        return Shaping.parse(query(request, "throttle"), query(request, "granularity"),
                services.gateway().maxThrottle());
    }

    /**
     * How long the client wants to wait for a turn to end; empty when it does not.
     *
     * @throws ProblemException {@code invalid_value}
     */
    public static Optional<Duration> wait(RoutingContext request, Services services) {
        return query(request, "wait").map(text -> DurationParameter.parse(text, services.http().maxWait(), "wait"))
                .filter(Duration::isPositive);
    }

    /**
     * Whether the client wants every event from the beginning; a cursor goes before.
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

    /** The first value of a query parameter; empty text is the same as none. */
    public static Optional<String> query(RoutingContext request, String name) {
        return request.queryParam(name).stream().findFirst().filter(text -> !text.isEmpty());
    }
}
