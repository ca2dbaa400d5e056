package dev.rivulet.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rivulet.testkit.sse.SseEvent;
import dev.rivulet.testkit.sse.SseStream;
import dev.rivulet.testkit.sse.StreamEnd;
import dev.rivulet.testkit.wait.Waiting;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/** What tests ask of streams again and again. */
final class Streams {

    private Streams() {}

    static String session() {
        return "s-" + UUID.randomUUID();
    }

    static String turnOf(SseStream stream) {
        assertThat(stream.awaitHeaders(Waiting.LIMIT)).isTrue();
        assertThat(stream.status()).isEqualTo(200);
        return stream.header("X-Turn-Id").orElseThrow();
    }

    static SseEvent next(SseStream stream) {
        return stream.next(Waiting.LIMIT).orElseThrow(() -> new AssertionError("no event came"));
    }

    /** The next events of the log. How many follow the session is told anywhere among them, and is left out. */
    static List<SseEvent> take(SseStream stream, int count) {
        List<SseEvent> events = new ArrayList<>();
        while (events.size() < count) {
            SseEvent event = next(stream);
            if (!event.type().equals("watching")) {
                events.add(event);
            }
        }
        return events;
    }

    /** All events of a stream that ends by itself. */
    static List<SseEvent> all(SseStream stream) {
        assertThat(stream.awaitEnd(Waiting.LIMIT)).contains(new StreamEnd.EndedByServer());
        return stream.events();
    }

    static StreamEnd.Rejected rejected(SseStream stream) {
        return (StreamEnd.Rejected) stream.awaitEnd(Waiting.LIMIT).orElseThrow();
    }

    static List<String> types(List<SseEvent> events) {
        return events.stream().map(SseEvent::type).toList();
    }

    static String text(List<SseEvent> events) {
        return events.stream().filter(event -> event.type().equals("delta"))
                .map(event -> TestGateway.tree(event.data())).map(data -> data.path("content").asText())
                .collect(Collectors.joining());
    }

    static void assertProblem(JsonNode problem, int status, String code) {
        assertThat(problem.path("code").asText()).isEqualTo(code);
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        assertThat(problem.path("title").asText()).isNotBlank();
        assertThat(problem.path("detail").asText()).isNotBlank();
    }
}
