package dev.rivulet.worker.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.rivulet.runtime.metrics.Metrics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** {@code /healthz}, {@code /readyz} and {@code /metrics} of a worker, for operators. */
public final class ManagementServer implements AutoCloseable {

    private final HttpServer server;

    private ManagementServer(HttpServer server) {
        this.server = server;
    }

    /**
     * Starts the server.
     *
     * @param port 0: no server
     * @param obstacle what keeps the worker from taking part, for {@code /readyz}; empty when nothing does
     * @throws UncheckedIOException when it cannot listen on the port
     */
    public static ManagementServer start(String host, int port, Supplier<Optional<String>> obstacle,
            Metrics metrics) {
        if (port == 0) {
            return new ManagementServer(null);
        }
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(host, port), 0);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/healthz", exchange -> respond(exchange, 200, "ok\n"));
            server.createContext("/readyz", exchange -> {
                Optional<String> why = obstacle.get();
                respond(exchange, why.isEmpty() ? 200 : 503, why.map(it -> "not ready: " + it).orElse("ready") + "\n");
            });
            server.createContext("/metrics", exchange -> respond(exchange, 200, metrics.scrape()));
            server.start();
            return new ManagementServer(server);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot listen on " + host + ":" + port + ": " + failure.getMessage(),
                    failure);
        }
    }

    private static void respond(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
        exchange.sendResponseHeaders(status, body.length);
        try (exchange) {
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        if (server != null) {
            server.stop(0);
        }
    }
}
