package dev.rivulet.gateway.http;

import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.TurnId;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/** Headers that Rivulet adds, and media types. */
public final class Headers {

    public static final String SESSION = "X-Session-Id";
    public static final String TURN = "X-Turn-Id";
    public static final String JSON = "application/json";
    public static final String EVENT_STREAM = "text/event-stream";

    private Headers() {}

    /** Says which turn a response is about. */
    public static HttpServerResponse name(HttpServerResponse response, SessionId session, TurnId turn) {
        return response.putHeader(SESSION, session.value()).putHeader(TURN, turn.toString());
    }

    /** What the client believes to be connected to, {@code host} or {@code host:port}; null when it does not say. */
    public static String authority(HttpServerRequest request) {
        return request.authority() == null ? null : request.authority().toString();
    }
}
