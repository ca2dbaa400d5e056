package dev.rivulet.gateway.http;

import dev.rivulet.gateway.identity.OwnedSession;
import dev.rivulet.schemas.TurnId;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/** Names of headers that Rivulet adds, and media types. */
public final class Headers {

    public static final String SESSION = "X-Session-Id";
    public static final String TURN = "X-Turn-Id";
    public static final String JSON = "application/json";
    public static final String EVENT_STREAM = "text/event-stream";

    private Headers() {}

    /** Adds the headers that name the turn of a response. Returns the response. */
    public static HttpServerResponse putTurn(HttpServerResponse response, OwnedSession session, TurnId turn) {
        return response.putHeader(SESSION, session.name()).putHeader(TURN, turn.toString());
    }

    /** Returns the {@code Host} header, {@code host} or {@code host:port}; null if the client sent none. */
    public static String authority(HttpServerRequest request) {
        return request.authority() == null ? null : request.authority().toString();
    }
}
