package dev.rivulet.gateway.api.websocket;

import dev.rivulet.gateway.config.GatewayConfig;
import dev.rivulet.gateway.config.HttpConfig;
import dev.rivulet.gateway.http.Callers;
import dev.rivulet.gateway.http.JsonBodies;
import dev.rivulet.gateway.identity.Caller;
import dev.rivulet.gateway.log.KafkaAvailability;
import dev.rivulet.gateway.log.SessionIds;
import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.gateway.stream.Readers;
import dev.rivulet.gateway.submit.TurnSubmitter;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code GET /ws}: upgrades the connection to a WebSocket. Its route must precede the one that handles CORS, which does
 * not apply to WebSockets.
 */
public record GetSocket(KafkaAvailability kafka, TurnSubmitter submitter, SessionIds sessions, JsonBodies bodies,
        Readers readers, GatewayConfig gateway, HttpConfig http) implements Handler<RoutingContext> {

    private static final Logger LOG = LoggerFactory.getLogger(GetSocket.class);
    private static final String PROTOCOL = "websocket";
    private static final String VERSION_HEADER = "Sec-WebSocket-Version";
    private static final String VERSION = "13";

    @Override
    public void handle(RoutingContext routing) {
        Caller caller = Callers.of(routing);
        upgrade(routing, (connection, pipeline) -> new SocketSession(connection, this, caller));
    }

    /** @param opened called with the connection if there is one */
    void upgrade(RoutingContext routing, BiConsumer<SocketConnection, SocketPipeline> opened) {
        HttpServerRequest request = routing.request();
        if (!isUpgrade(request)) {
            routing.response().putHeader(VERSION_HEADER, VERSION);
            if (request.version() != HttpVersion.HTTP_2) { // which has no such headers
                routing.response().putHeader(HttpHeaders.UPGRADE, PROTOCOL).putHeader(HttpHeaders.CONNECTION,
                        "Upgrade");
            }
            throw new ProblemException(ProblemCode.UPGRADE_REQUIRED, "Connect with a WebSocket of version 13.");
        }
        if (kafka.isClosing()) {
            throw ProblemException.shuttingDown("Use another gateway.");
        }
        // If the handshake is invalid, Vert.x has responded to the client.
        request.toWebSocket()
                .onSuccess(socket -> {
                    SocketPipeline pipeline = SocketPipeline.of(request);
                    opened.accept(new SocketConnection(socket, pipeline, readers.loop(), http), pipeline);
                })
                .onFailure(refused -> LOG.atDebug().addKeyValue("cause", refused.toString()).log("no WebSocket"));
    }

    private static boolean isUpgrade(HttpServerRequest request) {
        return request.headers().contains(HttpHeaders.UPGRADE, PROTOCOL, true)
                && request.headers().contains(VERSION_HEADER, VERSION, true);
    }
}
