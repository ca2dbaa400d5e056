package dev.rivulet.local.show;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.rivulet.local.show.ControlAccess.Caller;
import dev.rivulet.local.show.ControlAccess.Decision;
import dev.rivulet.schemas.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The HTTP server that the page's panel calls, on a free port of loopback. See {@link ControlAccess}. */
final class ControlServer implements AutoCloseable {

    private static final int SECRET_BYTES = 24;
    private static final int MAX_BODY = 4 << 10;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final String secret = newSecret();
    private ControlAccess access; // set before the server starts
    private Map<String, Action> actions; // the same

    /** Something that the page may ask for. Called on any thread. */
    @FunctionalInterface
    interface Action {

        /**
         * Does it, and returns what is answered as JSON.
         *
         * @param gateway the number of the gateway whose page asks
         * @param session the page's session; may be empty or anything else
         * @throws NotNowException if it cannot be done now
         */
        Object run(int gateway, String session);
    }

    /** Binds the port. Nothing is answered before {@link #start}. */
    ControlServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Returns the secret that only the gateways may know. */
    String secret() {
        return secret;
    }

    /**
     * Begins to answer.
     *
     * @param gatewayPorts the ports of the gateways' pages, by number
     * @param byPath what each path does
     */
    void start(List<Integer> gatewayPorts, Map<String, Action> byPath) {
        access = ControlAccess.of(server.getAddress().getPort(), gatewayPorts, secret);
        actions = byPath;
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    private void handle(HttpExchange exchange) throws IOException {
        Headers headers = exchange.getRequestHeaders();
        String origin = headers.getFirst("Origin");
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.getResponseHeaders().set("Vary", "Origin");
        if (access.mayRead(origin)) {
            exchange.getResponseHeaders().set("Access-Control-Allow-Origin", origin);
        }
        Decision decision = access.decide(new Caller(exchange.getRequestMethod(),
                headers.getOrDefault("Host", List.of()), origin, headers.getFirst("Content-Type"),
                headers.getFirst("Authorization")));
        switch (decision) {
            case Decision.Refused refused -> respond(exchange, refused.status(), detail(refused.detail()));
            case Decision.Preflight preflight -> allow(exchange);
            case Decision.Allowed allowed -> act(exchange, allowed.gateway());
        }
    }

    private static void allow(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Access-Control-Allow-Methods", "POST");
        exchange.getResponseHeaders().set("Access-Control-Allow-Headers", "authorization, content-type");
        exchange.getResponseHeaders().set("Access-Control-Max-Age", "600");
        exchange.sendResponseHeaders(204, -1);
        exchange.close();
    }

    private void act(HttpExchange exchange, int gateway) throws IOException {
        Action action = actions.get(exchange.getRequestURI().getPath());
        if (action == null) {
            respond(exchange, 404, detail("There is nothing of this name."));
            return;
        }
        try {
            byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY);
            JsonNode asked = Json.MAPPER.readTree(body);
            if (asked.isObject()) {
                respond(exchange, 200, action.run(gateway, asked.path("session").asText("")));
            } else {
                respond(exchange, 400, detail("Send a JSON object."));
            }
        } catch (JsonProcessingException invalid) {
            respond(exchange, 400, detail("The body is not JSON."));
        } catch (NotNowException notNow) {
            respond(exchange, 409, detail(notNow.getMessage()));
        }
    }

    private static Map<String, String> detail(String sentence) {
        return Map.of("detail", sentence);
    }

    private static void respond(HttpExchange exchange, int status, Object answer) throws IOException {
        byte[] body = Json.write(answer);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        try (exchange) {
            exchange.getResponseBody().write(body);
        }
    }

    private static String newSecret() {
        byte[] bytes = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
