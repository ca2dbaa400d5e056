package dev.rivulet.gateway.server;

import dev.rivulet.gateway.config.GatewayConfig;
import dev.rivulet.gateway.config.HttpConfig;
import dev.rivulet.gateway.identity.Authentication;
import dev.rivulet.gateway.log.KafkaAvailability;
import dev.rivulet.gateway.log.TurnIds;
import dev.rivulet.gateway.log.cursor.Cursors;
import dev.rivulet.gateway.metrics.GatewayMeters;
import dev.rivulet.gateway.quota.Quotas;
import dev.rivulet.gateway.stream.ReaderPresence;
import dev.rivulet.gateway.stream.TextBudget;
import dev.rivulet.runtime.config.Config;
import dev.rivulet.runtime.config.ModelLimits;
import dev.rivulet.runtime.metrics.Metrics;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The HTTP server alone, as long as Kafka was not reached, and a client of it. */
final class StartedServer implements AutoCloseable {

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Metrics metrics = new Metrics();
    private final GatewayHttpServer server;

    /** @throws CannotListenException if a port is taken */
    StartedServer(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(Map.of("rivulet.http.port", "0"));
        all.putAll(settings);
        Config config = Config.of(Map.of(), all);
        server = GatewayHttpServer.listen(new Components(config.section(GatewayConfig.class, GatewayConfig.PREFIX),
                config.section(HttpConfig.class, HttpConfig.PREFIX), Authentication.NONE, Cursors.UNSIGNED,
                "m", ModelLimits.NONE,
                new KafkaAvailability(),
                new TurnIds(), new GatewayMeters(metrics.registry()), metrics,
                new ReaderPresence(Duration.ofSeconds(1)), Optional.empty(), new TextBudget(1 << 20), Quotas.NONE));
    }

    GatewayHttpServer server() {
        return server;
    }

    HttpClient http() {
        return http;
    }

    HttpRequest.Builder request(String path) {
        return request(server.port(), path);
    }

    HttpResponse<String> get(int port, String path) {
        return send(request(port, path));
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException | InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static HttpRequest.Builder request(int port, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    }

    /** Returns what the lines of a metric have behind its name. */
    List<String> series(String name) {
        return metrics.scrape().lines().filter(line -> line.startsWith(name + "{"))
                .map(line -> line.substring(name.length())).toList();
    }

    @Override
    public void close() {
        server.close();
        metrics.close();
        http.close();
    }
}
