package dev.rivulet.local.system;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rivulet.schemas.json.Json;
import dev.rivulet.testkit.sse.SseClient;
import dev.rivulet.testkit.sse.SseStream;
import dev.rivulet.testkit.wait.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A client of one gateway. */
public record TestClient(String base, SseClient sse) {

    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** Asks, and reads the answer as the response. */
    public SseStream stream(String session, String prompt) {
        return stream(session, Map.of("prompt", prompt));
    }

    SseStream stream(String session, Map<String, ?> turn) {
        return sse.post(turns(session), json(turn), Map.of());
    }

    SseStream stream(String session, String prompt, String idempotencyKey) {
        return sse.post(turns(session), json(Map.of("prompt", prompt)), Map.of("Idempotency-Key", idempotencyKey));
    }

    /** Asks; the answer can be read elsewhere. */
    JsonNode submit(String session, String prompt) {
        return tree(post(turns(session), Map.of("prompt", prompt)));
    }

    public SseStream events(String session, String turn, Map<String, String> headers) {
        return sse.get(turns(session) + "/" + turn + "/events?from=start", headers);
    }

    public SseStream follow(String session) {
        return follow(session, "");
    }

    SseStream follow(String session, String query) {
        return sse.get(session(session) + "/events" + query);
    }

    public JsonNode session(String session, int expectedStatus) {
        HttpResponse<String> response = send(request(session(session)).GET().build());
        if (response.statusCode() != expectedStatus) {
            throw new AssertionError("status " + response.statusCode() + ": " + response.body());
        }
        return tree(response);
    }

    HttpResponse<String> forget(String session) {
        return send(request(session(session)).DELETE().build());
    }

    SseStream plain(String prompt) {
        return sse.get(base + "/stream?prompt=" + URLEncoder.encode(prompt, StandardCharsets.UTF_8));
    }

    public JsonNode snapshot(String session, String turn) {
        return tree(send(request(turns(session) + "/" + turn).GET().build()));
    }

    int cancel(String session, String turn) {
        return send(request(turns(session) + "/" + turn).DELETE().build()).statusCode();
    }

    HttpResponse<String> post(String url, Map<String, ?> body) {
        return send(request(url).header("Content-Type", "application/json").POST(BodyPublishers.ofString(json(body)))
                .build());
    }

    public HttpResponse<String> get(String path) {
        return send(request(base + path).GET().build());
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

    private String turns(String session) {
        return session(session) + "/turns";
    }

    private String session(String session) {
        return base + "/v1/sessions/" + session;
    }

    private static String json(Object value) {
        return new String(Json.write(value), StandardCharsets.UTF_8);
    }

    private static HttpRequest.Builder request(String url) {
        return HttpRequest.newBuilder(URI.create(url)).timeout(Waiting.LIMIT);
    }

    private static HttpResponse<String> send(HttpRequest request) {
        try {
            return HTTP.send(request, BodyHandlers.ofString());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
