package dev.rivulet.local.chaos.load;

import dev.rivulet.schemas.json.Json;
import dev.rivulet.testkit.sse.SseClient;
import dev.rivulet.testkit.sse.SseStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The HTTP calls of clients. Each goes to a random gateway, like a load balancer that has not yet noticed a failure.
 * Thread-safe.
 */
record GatewayCalls(List<URI> urls, SseClient sse, Principals principals) {

    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5)).build();
    private static final Duration CALL = Duration.ofSeconds(15);

    SseStream ask(TurnPlan plan, RandomGenerator random) {
        String body = new String(Json.write(plan.body()), StandardCharsets.UTF_8);
        String accept = plan.streams() ? "text/event-stream" : "application/json";
        Map<String, String> headers = headers(plan.principal(), "Accept", accept);
        plan.idempotencyKey().ifPresent(key -> headers.put("Idempotency-Key", key));
        return sse.post(any(random) + turns(plan), body, headers);
    }

    /** @param lastEventId empty to read from the beginning */
    SseStream read(TurnPlan plan, String turn, String lastEventId, RandomGenerator random) {
        return read(plan.principal(), turns(plan) + "/" + turn, lastEventId, random);
    }

    /** Reads as a principal that need not be the one whose turn it is. */
    SseStream read(String principal, String turnPath, String lastEventId, RandomGenerator random) {
        return sse.get(any(random) + turnPath + "/events?from=start",
                headers(principal, "Last-Event-ID", lastEventId));
    }

    /** Reads a turn over a WebSocket; see {@link #read}. */
    TurnConnection readOverSocket(TurnPlan plan, String turn, String cursor, RandomGenerator random) {
        return readOverSocket(plan.principal(), plan.session(), turn, cursor, random);
    }

    TurnConnection readOverSocket(String principal, String session, String turn, String cursor,
            RandomGenerator random) {
        return SocketConnection.resume(any(random), principals.headers(principal), session, turn, cursor);
    }

    /** @param cursor empty to follow from now on */
    SseStream follow(String principal, String session, String cursor, RandomGenerator random) {
        return sse.get(any(random) + "/v1/sessions/" + session + "/events",
                headers(principal, "Last-Event-ID", cursor));
    }

    /** Cancels a turn; returns whether the gateway accepted it. */
    boolean cancel(TurnPlan plan, String turn, RandomGenerator random) throws InterruptedException {
        return send(plan.principal(), "DELETE", turns(plan) + "/" + turn, random)
                .filter(response -> response.statusCode() == 202).isPresent();
    }

    /** Returns all that was sent for a call; empty if the connection was lost. */
    String call(String principal, String method, String path, RandomGenerator random) throws InterruptedException {
        return send(principal, method, path, random).map(response -> response.headers().map() + response.body())
                .orElse("");
    }

    private Optional<HttpResponse<String>> send(String principal, String method, String path, RandomGenerator random)
            throws InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(any(random) + path))
                .method(method, BodyPublishers.noBody()).timeout(CALL);
        principals.headers(principal).forEach(request::header);
        try {
            return Optional.of(HTTP.send(request.build(), BodyHandlers.ofString()));
        } catch (IOException lost) {
            return Optional.empty();
        }
    }

    /** @param value empty for none */
    private Map<String, String> headers(String principal, String name, String value) {
        Map<String, String> headers = new HashMap<>(principals.headers(principal));
        if (!value.isEmpty()) {
            headers.put(name, value);
        }
        return headers;
    }

    private static String turns(TurnPlan plan) {
        return "/v1/sessions/" + plan.session() + "/turns";
    }

    private URI any(RandomGenerator random) {
        return urls.get(random.nextInt(urls.size()));
    }
}
