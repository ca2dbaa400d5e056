package dev.rivulet.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rivulet.runtime.config.Config;
import dev.rivulet.schemas.json.Json;
import dev.rivulet.testkit.sse.SseClient;
import dev.rivulet.testkit.sse.SseStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.Map;

/** A gateway and its client. Other calls need it started. */
final class TestGateway implements AutoCloseable {

    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final SseClient sse = new SseClient();
    private Gateway gateway; // null before it is started

    /** Starts it over the topics without a prefix of a broker; returns it. */
    TestGateway start(String bootstrapServers, Map<String, String> settings) {
        try {
            gateway = Gateway.start(config(bootstrapServers, settings));
            return this;
        } catch (InterruptedException stop) {
            throw new IllegalStateException(stop);
        }
    }

    /** Starts it over the topics with a prefix; returns it. */
    TestGateway start(String bootstrapServers, String prefix, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("rivulet.topics.prefix", prefix);
        return start(bootstrapServers, all);
    }

    static Config config(String bootstrapServers, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(Map.of("rivulet.kafka.bootstrap-servers", bootstrapServers,
                "rivulet.http.port", "0", "rivulet.topics.partitions", "3"));
        all.putAll(settings);
        return Config.of(Map.of(), all);
    }

    String url(String path) {
        return "http://127.0.0.1:" + gateway.port() + path;
    }

    int port() {
        return gateway.port();
    }

    int managementPort() {
        return gateway.managementPort();
    }

    String turns(String session) {
        return url("/v1/sessions/" + session + "/turns");
    }

    /** Asks, and reads the answer as the response. */
    SseStream stream(String session, String json) {
        return sse.post(turns(session), json, Map.of());
    }

    SseStream stream(String session) {
        return stream(session, "{\"prompt\":\"hello\"}");
    }

    /** Asks; the answer is read elsewhere. */
    String submit(String session) {
        return tree(post("/v1/sessions/" + session + "/turns", "{\"prompt\":\"hello\"}")).path("turnId").asText();
    }

    SseStream events(String session, String turn) {
        return sse.get(turns(session) + "/" + turn + "/events?from=start");
    }

    SseStream eventsAfter(String session, String turn, String cursor) {
        return sse.get(turns(session) + "/" + turn + "/events", Map.of("Last-Event-ID", cursor));
    }

    SseStream sse(String path, Map<String, String> headers) {
        return sse.get(url(path), headers);
    }

    SseStream ssePost(String path, String json) {
        return sse.post(url(path), json, Map.of());
    }

    JsonNode snapshot(String session, String turn) {
        return tree(get("/v1/sessions/" + session + "/turns/" + turn));
    }

    HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(URI.create(url(path))).build());
    }

    HttpResponse<String> get(String path, String header, String value) {
        return send(HttpRequest.newBuilder(URI.create(url(path))).header(header, value).build());
    }

    HttpResponse<String> delete(String path) {
        return send(HttpRequest.newBuilder(URI.create(url(path))).DELETE().build());
    }

    HttpResponse<String> post(String path, String json) {
        return send(HttpRequest.newBuilder(URI.create(url(path))).header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json)).build());
    }

    HttpResponse<String> post(String path, String json, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url(path)))
                .header("Content-Type", "application/json").POST(BodyPublishers.ofString(json));
        headers.forEach(request::header);
        return send(request.build());
    }

    SseStream ssePost(String path, String json, Map<String, String> headers) {
        return sse.post(url(path), json, headers);
    }

    /** The value of a meter; the sum of those of all its tags unless the name has them. */
    double meter(String name) {
        return meter(url("/metrics"), name);
    }

    static double meter(String url, String name) {
        return send(HttpRequest.newBuilder(URI.create(url)).build()).body().lines()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))).sum();
    }

    static HttpResponse<String> send(HttpRequest request) {
        try {
            return HTTP.send(request, BodyHandlers.ofString());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException stop) {
            throw new IllegalStateException(stop);
        }
    }

    static JsonNode tree(HttpResponse<String> response) {
        return tree(response.body());
    }

    static JsonNode tree(String json) {
        try {
            return Json.MAPPER.readTree(json);
        } catch (IOException notJson) {
            throw new UncheckedIOException(notJson);
        }
    }

    /** The gateway alone: its clients see how it ends. */
    void stop() {
        gateway.close();
    }

    @Override
    public void close() {
        sse.close();
        if (gateway != null) {
            gateway.close();
        }
    }
}
