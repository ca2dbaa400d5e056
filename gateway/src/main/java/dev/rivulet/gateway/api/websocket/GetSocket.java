package dev.rivulet.gateway.api.websocket;

import dev.rivulet.gateway.http.Desk;
import dev.rivulet.gateway.http.Headers;
import dev.rivulet.gateway.http.Origins;
import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code GET /ws}: makes a WebSocket of the connection. Looks at the origin itself, since CORS does not cover WebSockets,
 * so it stands in front of what does that for the rest.
 */
public record GetSocket(Desk desk) implements Handler<RoutingContext> {

    private static final Logger LOG = LoggerFactory.getLogger(GetSocket.class);
    private static final String PROTOCOL = "websocket";
    private static final String VERSION_HEADER = "Sec-WebSocket-Version";
    private static final String VERSION = "13";

    @Override
    public void handle(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        if (!isUpgrade(request)) {
            routing.response().putHeader(HttpHeaders.UPGRADE, PROTOCOL).putHeader(HttpHeaders.CONNECTION, "Upgrade")
                    .putHeader(VERSION_HEADER, VERSION);
            throw new ProblemException(ProblemCode.UPGRADE_REQUIRED, "Connect with a WebSocket of version 13.");
        }
        if (!new Origins(desk.services().http().corsOrigins()).admit(request.getHeader(HttpHeaders.ORIGIN),
                Headers.authority(request))) {
            throw new ProblemException(ProblemCode.ORIGIN_NOT_ALLOWED, "rivulet.http.cors-origins has no such one.");
        }
        if (desk.services().gate().isClosing()) {
            throw new ProblemException(ProblemCode.SHUTTING_DOWN, "Use another gateway.");
        }
        // What the handshake lacks, Vert.x has told the client.
        request.toWebSocket().onSuccess(socket -> new SocketSession(socket, SocketPipeline.of(request), desk))
                .onFailure(refused -> LOG.atDebug().addKeyValue("cause", refused.toString()).log("no WebSocket"));
    }

    private static boolean isUpgrade(HttpServerRequest request) {
        return request.headers().contains(HttpHeaders.UPGRADE, PROTOCOL, true)
                && request.headers().contains(VERSION_HEADER, VERSION, true);
    }
}
