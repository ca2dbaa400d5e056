package dev.rivulet.gateway;

import static dev.rivulet.gateway.Streams.all;
import static dev.rivulet.gateway.Streams.assertProblem;
import static dev.rivulet.gateway.Streams.next;
import static dev.rivulet.gateway.Streams.session;
import static dev.rivulet.gateway.Streams.text;
import static dev.rivulet.gateway.Streams.turnOf;
import static dev.rivulet.testkit.wait.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivulet.gateway.log.cursor.Cursor;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.event.Delta;
import dev.rivulet.testkit.kafka.EmbeddedKafka;
import dev.rivulet.testkit.sse.RawHttpStream;
import dev.rivulet.testkit.sse.SseEvent;
import dev.rivulet.testkit.sse.SseStream;
import dev.rivulet.testkit.wait.Waiting;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("its time limits are short")
class BrokerAwayIT {

    private static final Map<String, String> IMPATIENT = Map.of("rivulet.gateway.publish-timeout", "3s",
            "rivulet.gateway.lookup-timeout", "3s", "rivulet.gateway.probe-interval", "200ms",
            "rivulet.gateway.probe-timeout", "500ms", "rivulet.kafka.request-timeout", "2s");

    private static EmbeddedKafka kafka;

    @BeforeAll
    static void start() {
        kafka = EmbeddedKafka.start();
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    @Test
    void whileKafkaIsAwayNewPromptsAreRefusedAndOpenStreamsWaitAndGoOn() {
        try (TestGateway gateway = new TestGateway().start(kafka.bootstrapServers(), IMPATIENT);
                FakeWorker worker = new FakeWorker().start(kafka.bootstrapServers(), "")) {
            String session = session();
            SseStream live = gateway.stream(session);
            String turn = turnOf(live);
            worker.publish(session, turn, Chunks.started(1));
            worker.publish(session, turn, new Delta(1, 0, "before "));
            next(live);
            assertThat(next(live).data()).contains("before ");

            kafka.stopBroker(0);
            await().until(() -> gateway.get("/readyz").statusCode() == 503);
            assertThat(gateway.get("/healthz").statusCode()).isEqualTo(200);
            HttpResponse<String> refused = gateway.post("/v1/sessions/s/turns", "{\"prompt\":\"hello\"}");
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.headers().firstValue("Retry-After")).isPresent();
            assertProblem(TestGateway.tree(refused), 503, "kafka_unavailable");
            assertProblem(gateway.snapshot(session, turn), 503, "kafka_unavailable");
            for (String path : List.of("/stream?prompt=hello", "/v1/sessions/s/events",
                    "/v1/sessions/" + session + "/turns/" + turn + "/events")) {
                assertThat(eventSource(gateway.url(path))).as(path)
                        .matches("(?s): kafka_unavailable: .+\nretry: \\d+\n\n");
            }
            assertThat(gateway.post("/v1/chat/completions", "{\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]}")
                    .body()).contains("\"code\":\"kafka_unavailable\"");

            kafka.startBroker(0);
            await().until(() -> gateway.get("/readyz").statusCode() == 200);
            worker.publish(session, turn, new Delta(1, 1, "after"));
            worker.publish(session, turn, Chunks.done(1, 2, "stop", 12));
            assertThat(text(all(live))).isEqualTo("before after");
            assertThat(text(all(gateway.events(session, turn)))).isEqualTo("before after");
            assertThat(gateway.submit(session)).isNotEmpty();
        }
    }

    @Test
    void aPromptThatKafkaDoesNotTakeInTimeIsRefused() {
        Map<String, String> unaware = Map.of("rivulet.gateway.publish-timeout", "1s",
                "rivulet.kafka.request-timeout", "1s", "rivulet.gateway.probe-interval", "1h");
        try (TestGateway gateway = new TestGateway().start(kafka.bootstrapServers(), unaware)) {
            gateway.submit("s");
            kafka.stopBroker(0);
            try {
                assertProblem(TestGateway.tree(gateway.post("/v1/sessions/s/turns", "{\"prompt\":\"hello\"}")), 503,
                        "kafka_unavailable");
                SseStream stream = gateway.stream("s");
                assertThat(Streams.rejected(stream).status()).isEqualTo(503);
            } finally {
                kafka.startBroker(0);
            }
        }
    }

    /** What is said before Kafka has the prompt: the browser comes back with the turn's id, which is used once. */
    @Test
    void anEventSourceWhosePromptKafkaDidNotTakeComesBackToTheSameTurn() {
        Map<String, String> unaware = Map.of("rivulet.gateway.publish-timeout", "1s",
                "rivulet.kafka.request-timeout", "1s", "rivulet.gateway.probe-interval", "1h");
        try (TestGateway gateway = new TestGateway().start(kafka.bootstrapServers(), unaware);
                FakeWorker worker = new FakeWorker().start(kafka.bootstrapServers(), "")) {
            String session = session();
            String path = "/stream?prompt=hello&session=" + session;
            gateway.submit("s");
            kafka.stopBroker(0);
            String told;
            try {
                told = eventSource(gateway.url(path));
            } finally {
                kafka.startBroker(0);
            }
            assertThat(told).matches("(?s): connected\n\nid: \\S+\n\n: kafka_unavailable: .+\nretry: \\d+\n\n");
            String id = told.lines().filter(line -> line.startsWith("id: ")).findFirst().orElseThrow().substring(4);
            await().until(() -> gateway.get("/readyz").statusCode() == 200);
            SseStream back = gateway.sse(path, Map.of("Last-Event-ID", id));
            String turn = turnOf(back);
            assertThat(id).startsWith(Cursor.beforeFirstEvent(TurnId.parse(turn), 0).toString().substring(0, 20));
            SseStream again = gateway.sse(path, Map.of("Last-Event-ID", id));
            assertThat(turnOf(again)).isEqualTo(turn);
            worker.answer(session, turn, "answer");
            assertThat(all(back)).extracting(SseEvent::data).containsExactly("answer", "[DONE]");
            assertThat(all(again)).extracting(SseEvent::data).containsExactly("answer", "[DONE]");
            assertThat(worker.prompt(turn).prompt()).isEqualTo("hello");
        }
    }

    @Test
    void aGatewayThatCannotReachKafkaListensSaysSoAndServesOnceItCan() throws Exception {
        kafka.stopBroker(0);
        int port = freePort();
        CompletableFuture<Gateway> starting = CompletableFuture.supplyAsync(() -> {
            try {
                return Gateway.start(TestGateway.config(kafka.bootstrapServers(),
                        Map.of("rivulet.http.port", Integer.toString(port), "rivulet.kafka.request-timeout", "1s")));
            } catch (InterruptedException stop) {
                throw new IllegalStateException(stop);
            }
        });
        try {
            await().ignoreExceptions().until(() -> status(port, "/healthz") == 200);
            assertThat(status(port, "/readyz")).isEqualTo(503);
            assertThat(status(port, "/stream?prompt=hello")).isEqualTo(503);
            assertThat(eventSource("http://127.0.0.1:" + port + "/stream?prompt=hello"))
                    .contains("kafka_unavailable").contains("retry: ");
            assertThat(starting).isNotDone();
        } finally {
            kafka.startBroker(0);
        }
        try (Gateway gateway = starting.get(Waiting.LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            await().atMost(Duration.ofSeconds(5)).until(() -> status(gateway.port(), "/readyz") == 200);
        }
    }

    @Test
    void aPortThatIsTakenIsASentence() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            assertThatThrownBy(() -> Gateway.start(TestGateway
                    .config(kafka.bootstrapServers(),
                            Map.of("rivulet.auth.mode", "none", "rivulet.http.host", "0.0.0.0", "rivulet.http.port",
                                    Integer.toString(taken.getLocalPort())))))
                    .hasMessageContaining("cannot listen on 0.0.0.0:" + taken.getLocalPort())
                    .hasMessageContaining("RIVULET_HTTP_PORT");
        }
    }

    /** The body of an event stream that is served as a browser asks for it, and ends. */
    private static String eventSource(String url) {
        try (RawHttpStream stream = RawHttpStream.get(url, Map.of("Accept", "text/event-stream"))) {
            assertThat(stream.head(Waiting.LIMIT)).startsWith("HTTP/1.1 200").containsIgnoringCase("text/event-stream");
            return stream.bodyToEnd(Waiting.LIMIT).text();
        }
    }

    private static int status(int port, String path) {
        return TestGateway.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build())
                .statusCode();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
