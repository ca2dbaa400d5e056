package dev.rivulet.gateway.api.websocket;

import dev.rivulet.gateway.http.CallerLookup;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.stream.Stream;

/**
 * {@code GET /ws} of a client whose first frame will show who it is, as it says by a subprotocol. Precedes the
 * authentication, to which it leaves all other requests.
 *
 * @param sockets serves the client when its caller is known
 */
public record GetUnknownSocket(GetSocket sockets, CallerLookup callers) implements Handler<RoutingContext> {

    private static final String SUBPROTOCOL = "authenticate";
    private static final String PROTOCOLS_HEADER = "Sec-WebSocket-Protocol";

    @Override
    public void handle(RoutingContext routing) {
        if (isWanted(routing.request())) {
            sockets.upgrade(routing, (connection, pipeline) -> new UnknownSocket(connection,
                    pipeline.limit(sockets.http().maxFirstFrame()), sockets, callers));
        } else {
            routing.next();
        }
    }

    private static boolean isWanted(HttpServerRequest request) {
        return request.headers().getAll(PROTOCOLS_HEADER).stream().flatMap(header -> Stream.of(header.split(",")))
                .anyMatch(protocol -> protocol.strip().equals(SUBPROTOCOL));
    }
}
