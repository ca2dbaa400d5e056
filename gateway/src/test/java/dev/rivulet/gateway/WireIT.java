package dev.rivulet.gateway;

import static dev.rivulet.gateway.Streams.all;
import static dev.rivulet.gateway.Streams.next;
import static dev.rivulet.gateway.Streams.session;
import static dev.rivulet.gateway.Streams.text;
import static dev.rivulet.gateway.Streams.turnOf;
import static dev.rivulet.gateway.Streams.types;
import static dev.rivulet.testkit.wait.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.gateway.log.TurnIds;
import dev.rivulet.schemas.event.Delta;
import dev.rivulet.testkit.sse.RawBody;
import dev.rivulet.testkit.sse.RawHttpStream;
import dev.rivulet.testkit.sse.SseStream;
import dev.rivulet.testkit.sse.StreamEnd;
import dev.rivulet.testkit.wait.Waiting;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What goes over the wire besides events, and what connections do. */
class WireIT {

    private static final String ASK = "{\"prompt\":\"hello\"}";

    @RegisterExtension
    static final GatewayExtension fixture = GatewayExtension.with(
            Map.of("rivulet.http.keep-alive-interval", "100ms", "rivulet.http.max-stream-buffer", "128k",
                    "rivulet.http.cors-origins", "https://app.example"));

    private static final TestGateway gateway = fixture.gateway();
    private static final FakeWorker worker = fixture.worker();

    @Test
    void headersAndCommentsComeBeforeAnyEvent() {
        try (RawHttpStream raw = RawHttpStream.post(gateway.turns(session()), ASK,
                Map.of("Accept", "text/event-stream"))) {
            assertThat(raw.head(Waiting.LIMIT)).startsWith("HTTP/1.1 200").containsIgnoringCase("text/event-stream");
            assertThat(raw.bodyUntil(":\n\n:\n\n:\n\n", Waiting.LIMIT)).startsWith(": connected\n\n:\n\n");
        }
    }

    @Test
    void aStreamBelongsToItsTurnWhoeverElseReads() {
        String session = session();
        SseStream one = gateway.stream(session);
        SseStream two = gateway.stream(session);
        worker.answer(session, turnOf(one), "for one");
        worker.answer(session, turnOf(two), "for two");
        assertThat(text(all(one))).isEqualTo("for one");
        assertThat(text(all(two))).isEqualTo("for two");
    }

    @Test
    void aReaderThatDoesNotReadLeavesTheTailDisturbsNobodyAndGetsEverythingLater() throws IOException {
        double lagging = gateway.meter("rivulet_gateway_readers_lagging_total");
        String session = session();
        String content = "x".repeat(500);
        int count = 20_000;
        try (SlowReader slow = SlowReader.ask(gateway.turns(session))) {
            String turn = slow.header("X-Turn-Id");
            SseStream quick = gateway.events(session, turn);
            worker.publish(session, turn, Chunks.started(1));
            worker.publishDeltas(session, turn, 0, count, content);
            worker.publish(session, turn, Chunks.done(1, count, "stop", count * 500L));
            assertThat(all(quick)).hasSize(count + 2);
            assertThat(gateway.meter("rivulet_gateway_readers_lagging_total")).isGreaterThan(lagging);

            List<String> expected = all(quick).stream().map(event -> event.id() + event.data()).toList();
            assertThat(slow.events()).isEqualTo(expected);
        }
    }

    @Test
    void aGatewayThatStopsTellsItsClientsToGoOnElsewhere() {
        TestGateway leaving = fixture.startAnother();
        String session = session();
        SseStream stream = leaving.stream(session);
        String turn = turnOf(stream);
        worker.publish(session, turn, Chunks.started(1));
        worker.publish(session, turn, new Delta(1, 0, "before "));
        next(stream);
        String cursor = next(stream).id();
        try (RawHttpStream raw = RawHttpStream.get(leaving.turns(session) + "/" + turn + "/events", Map.of())) {
            raw.bodyUntil("before ", Waiting.LIMIT);
            leaving.stop();
            RawBody body = raw.bodyToEnd(Waiting.LIMIT);
            assertThat(body.complete()).isTrue();
            assertThat(body.text()).matches("(?s).*\nretry: \\d+\n\n").doesNotContain("event: done")
                    .doesNotContain("event: error");
        }
        assertThat(stream.awaitEnd(Waiting.LIMIT)).contains(new StreamEnd.EndedByServer());
        SseStream elsewhere = gateway.eventsAfter(session, turn, cursor);
        worker.publish(session, turn, new Delta(1, 1, "after"));
        worker.publish(session, turn, Chunks.done(1, 2, "stop", 12));
        assertThat(text(all(elsewhere))).isEqualTo("after");
        leaving.close();
    }

    @Test
    void onlyPagesOfConfiguredOriginsMayCall() {
        assertThat(preflight("https://app.example").headers().firstValue("Access-Control-Allow-Origin"))
                .contains("https://app.example");
        assertThat(preflight("https://evil.example").headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
        String session = session();
        SseStream stream = gateway.sse("/stream?prompt=hello&session=" + session,
                Map.of("Origin", "https://app.example"));
        worker.answer(session, turnOf(stream), "x");
        assertThat(stream.header("Access-Control-Allow-Origin")).contains("https://app.example");
        assertThat(types(all(stream))).isNotEmpty();
    }

    @Test
    void theGatewaysOwnPageMayCallWhicheverOriginsAreNamed() {
        assertThat(cancelFrom(gateway.url(""))).isEqualTo(202);
        assertThat(cancelFrom("https://app.example")).isEqualTo(202);
        assertThat(cancelFrom("https://evil.example")).isEqualTo(403);
    }

    @Test
    void aStreamOverHttp10EndsWithItsConnection() throws IOException {
        String session = session();
        String turn = gateway.submit(session);
        URI uri = URI.create(gateway.turns(session) + "/" + turn + "/events?from=start");
        try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
            socket.setSoTimeout(Math.toIntExact(Waiting.LIMIT.toMillis()));
            socket.getOutputStream().write(("GET " + uri.getPath() + " HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            worker.answer(session, turn, "to its end");
            String response = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(response).startsWith("HTTP/1.0 200").doesNotContainIgnoringCase("keep-alive")
                    .doesNotContainIgnoringCase("chunked").contains("event: done\n").endsWith("}\n\n");
        }
    }

    @Test
    void operatorsSeeWhetherItLivesAndServesAndWhatItDoes() {
        assertThat(gateway.get("/healthz").statusCode()).isEqualTo(200);
        assertThat(gateway.get("/readyz").statusCode()).isEqualTo(200);
        SseStream stream = gateway.stream(session());
        turnOf(stream);
        assertThat(gateway.meter("rivulet_gateway_streams_open")).isGreaterThanOrEqualTo(1);
        stream.cut();
        await().until(() -> gateway.meter("rivulet_gateway_streams_open") == 0);
        assertThat(gateway.get("/metrics").body()).contains("rivulet_gateway_tail_lag")
                .contains("rivulet_gateway_events_relayed_total").contains("rivulet_gateway_replays_total")
                .contains("rivulet_gateway_prompts_accepted_total").contains("jvm_memory_used_bytes");
    }

    private static HttpResponse<String> preflight(String origin) {
        return TestGateway.send(HttpRequest.newBuilder(URI.create(gateway.url("/v1/sessions/s/turns")))
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody()).header("Origin", origin)
                .header("Access-Control-Request-Method", "POST").build());
    }

    private static int cancelFrom(String origin) {
        String path = "/v1/sessions/s/turns/" + new TurnIds().next();
        return TestGateway.send(HttpRequest.newBuilder(URI.create(gateway.url(path))).DELETE().header("Origin", origin)
                .build()).statusCode();
    }
}
