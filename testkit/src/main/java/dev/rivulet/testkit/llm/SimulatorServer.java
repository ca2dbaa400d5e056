package dev.rivulet.testkit.llm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Function;
import java.util.function.Supplier;

/** The HTTP server of the simulator on one event loop. Several of them share a port. */
final class SimulatorServer extends VerticleBase {

    private final SimulatorConfig config;
    private final Supplier<Function<SimulatedRequest, Script>> scripts;
    private final CompletionLog log;
    private ChatEndpoint chat;
    private HttpServer server;

    SimulatorServer(SimulatorConfig config, Supplier<Function<SimulatedRequest, Script>> scripts, CompletionLog log) {
        this.config = config;
        this.scripts = scripts;
        this.log = log;
    }

    @Override
    public Future<?> start() {
        chat = new ChatEndpoint(config, scripts, log, context);
        // HTTP/1.1 only: a client that upgrades to HTTP/2 would put all its streams on one connection.
        HttpServerOptions options = new HttpServerOptions().setHost(config.host()).setPort(config.port())
                .setAcceptBacklog(8_192).setHttp2ClearTextEnabled(false);
        server = vertx.createHttpServer(options).requestHandler(this::route).connectionHandler(connection -> {
            log.connections.incrementAndGet();
            connection.closeHandler(closed -> log.connections.decrementAndGet());
        });
        return server.listen();
    }

    int port() {
        return server.actualPort();
    }

    private void route(HttpServerRequest http) {
        log.requests.incrementAndGet();
        http.body().onSuccess(body -> {
            try {
                requireKey(http);
                String path = http.path();
                switch (http.method().name() + " " + path) {
                    case "POST /v1/chat/completions" -> chat.handle(http, body.toString());
                    case "GET /v1/models" -> json(http, 200, models());
                    default -> throw ErrorResponse.unknownUrl(http.method().name(), path);
                }
            } catch (ErrorResponse e) {
                json(http, e.status(), e.json());
            }
        });
    }

    private void requireKey(HttpServerRequest http) {
        if (config.apiKey().isPresent()
                && !("Bearer " + config.apiKey().get()).equals(http.getHeader("Authorization"))) {
            throw ErrorResponse.wrongKey();
        }
    }

    private JsonNode models() {
        ObjectNode root = JsonNodeFactory.instance.objectNode().put("object", "list");
        ArrayNode data = root.putArray("data");
        config.models().forEach(model -> data.addObject().put("id", model).put("object", "model").put("created", 0)
                .put("owned_by", "simulator"));
        return root;
    }

    private static void json(HttpServerRequest http, int status, JsonNode body) {
        http.response().setStatusCode(status).putHeader("Content-Type", "application/json").end(body.toString());
    }
}
