package dev.rivulet.gateway.stream.sse;

import dev.rivulet.gateway.http.Parameters;
import dev.rivulet.gateway.identity.OwnedSession;
import dev.rivulet.gateway.log.cursor.Cursor;
import dev.rivulet.gateway.log.cursor.Cursors;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.gateway.stream.shape.Shaping;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Optional;

/** Reads the parameters of a request for an event stream. */
public final class StreamParameters {

    private StreamParameters() {}

    /**
     * Returns the cursor of the last event that the client has received; empty if there is none.
     *
     * @param session the session that the request names
     * @throws ProblemException {@code invalid_cursor}
     */
    public static Optional<Cursor> cursor(RoutingContext request, OwnedSession session, Cursors cursors) {
        return Parameters.lastEventId(request).map(text -> cursors.read(session, text));
    }

    /**
     * Returns the shape in which the client wants the text.
     *
     * @param maxThrottle the longest throttle that is allowed
     * @throws ProblemException {@code invalid_value}
     */
    public static Shaping shaping(RoutingContext request, Duration maxThrottle) {
        return Shaping.parse(Parameters.query(request, "throttle"), Parameters.query(request, "granularity"),
                maxThrottle);
    }
}
