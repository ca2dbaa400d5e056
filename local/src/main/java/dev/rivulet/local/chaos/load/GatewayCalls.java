package dev.rivulet.local.chaos.load;

import dev.rivulet.schemas.json.Json;
import dev.rivulet.testkit.sse.SseClient;
import dev.rivulet.testkit.sse.SseStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * The HTTP calls of clients. Each goes to a random gateway, like a load balancer that has not yet noticed a failure.
 * Thread-safe.
 */
record GatewayCalls(List<URI> urls, SseClient sse) {

    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5)).build();
    private static final Duration CALL = Duration.ofSeconds(15);

    SseStream ask(TurnPlan plan, RandomGenerator random) {
        String body = new String(Json.write(plan.body()), StandardCharsets.UTF_8);
        String accept = plan.streams() ? "text/event-stream" : "application/json";
        return sse.post(any(random) + turns(plan), body, Map.of("Accept", accept));
    }

    /** @param lastEventId empty to read from the beginning */
    SseStream read(TurnPlan plan, String turn, String lastEventId, RandomGenerator random) {
        return sse.get(any(random) + turns(plan) + "/" + turn + "/events?from=start",
                lastEventId.isEmpty() ? Map.of() : Map.of("Last-Event-ID", lastEventId));
    }

    /** Reads a turn over a WebSocket; see {@link #read}. */
    TurnConnection readOverSocket(TurnPlan plan, String turn, String cursor, RandomGenerator random) {
        return SocketConnection.resume(any(random), plan.session(), turn, cursor);
    }

    /** @param cursor empty to follow from now on */
    TurnConnection follow(String session, String cursor, RandomGenerator random) {
        return new SseConnection(sse.get(any(random) + "/v1/sessions/" + session + "/events",
                cursor.isEmpty() ? Map.of() : Map.of("Last-Event-ID", cursor)));
    }

    /** Cancels a turn; returns whether the gateway accepted it. */
    boolean cancel(TurnPlan plan, String turn, RandomGenerator random) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(any(random) + turns(plan) + "/" + turn)).DELETE()
                .timeout(CALL).build();
        try {
            return HTTP.send(request, BodyHandlers.discarding()).statusCode() == 202;
        } catch (IOException lost) {
            return false;
        }
    }

    private static String turns(TurnPlan plan) {
        return "/v1/sessions/" + plan.session() + "/turns";
    }

    private URI any(RandomGenerator random) {
        return urls.get(random.nextInt(urls.size()));
    }
}
