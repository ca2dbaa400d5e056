package dev.rivulet.gateway;

import static dev.rivulet.gateway.Streams.assertProblem;
import static dev.rivulet.gateway.Streams.session;
import static dev.rivulet.gateway.Streams.turnOf;
import static dev.rivulet.testkit.wait.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import com.fasterxml.jackson.databind.JsonNode;
import dev.rivulet.testkit.sse.SseStream;
import dev.rivulet.testkit.wait.Waiting;
import dev.rivulet.testkit.ws.JsonSocket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

/** What operators allow, count and read in the log. */
class OperatorsIT {

    private static final String CHAT = "/v1/chat/completions";
    private static final String REFUSED = "rivulet_gateway_prompts_refused_total";
    private static final String OPEN = "rivulet_gateway_streams_open";

    @RegisterExtension
    static final GatewayExtension fixture = GatewayExtension.with(Map.of("rivulet.model", "a",
            "rivulet.turns.allowed-models", "a,b", "rivulet.turns.max-tokens", "100"))
            .onQuestion(FakeWorker::emptySession);

    private static final TestGateway gateway = fixture.gateway();
    private static final FakeWorker worker = fixture.worker();

    @Test
    void everyApiRefusesAModelThatIsNotAllowed() {
        double before = gateway.meter(REFUSED + "{code=\"model_not_found\"}");
        assertProblem(TestGateway.tree(turn("\"model\":\"c\"")), 404, "model_not_found");
        HttpResponse<String> chat = gateway.post(CHAT, chat("\"model\":\"c\""));
        assertThat(chat.statusCode()).isEqualTo(404);
        JsonNode error = TestGateway.tree(chat).path("error");
        assertThat(error.path("code").asText()).isEqualTo("model_not_found");
        assertThat(error.path("type").asText()).isEqualTo("invalid_request_error");
        assertThat(error.path("param").asText()).isEqualTo("model");
        HttpResponse<String> ui = gateway.post("/api/chat", uiChat(session(), "\"model\":\"c\""));
        assertThat(ui.statusCode()).isEqualTo(404);
        assertThat(ui.body()).contains("no such model").doesNotContain("{");
        assertProblem(TestGateway.tree(gateway.get("/stream?prompt=hi&model=c")), 404, "model_not_found");
        try (JsonSocket socket = connect()) {
            assertProblem(prompt(socket, "model", "c").path("problem"), 404, "model_not_found");
        }
        assertThat(gateway.meter(REFUSED + "{code=\"model_not_found\"}")).isEqualTo(before + 5);
    }

    @Test
    void everyApiRefusesMoreTokensThanAreAllowed() {
        assertProblem(TestGateway.tree(turn("\"maxTokens\":101")), 400, "invalid_value");
        for (String field : List.of("max_tokens", "max_completion_tokens")) {
            HttpResponse<String> chat = gateway.post(CHAT, chat("\"" + field + "\":101"));
            assertThat(chat.statusCode()).isEqualTo(400);
            assertThat(TestGateway.tree(chat).at("/error/param").asText()).isEqualTo("max_tokens");
            assertThat(TestGateway.tree(chat).at("/error/message").asText()).contains("100 tokens");
        }
        assertThat(gateway.post("/api/chat", uiChat(session(), "\"maxTokens\":101")).statusCode()).isEqualTo(400);
        assertProblem(TestGateway.tree(gateway.get("/stream?prompt=hi&maxTokens=101")), 400, "invalid_value");
        try (JsonSocket socket = connect()) {
            assertProblem(prompt(socket, "maxTokens", 101).path("problem"), 400, "invalid_value");
        }
    }

    @Test
    void whatIsAllowedIsListedAndAccepted() {
        assertThat(TestGateway.tree(gateway.get("/v1/models")).findValuesAsText("id")).containsExactly("a", "b");
        HttpResponse<String> accepted = turn("\"model\":\"b\",\"maxTokens\":100");
        assertThat(accepted.statusCode()).isEqualTo(202);
        assertThat(worker.prompt(TestGateway.tree(accepted).path("turnId").asText()).options().maxTokens())
                .isEqualTo(100);
    }

    @Test
    void openStreamsAreCountedByTheirKindAndTheirFirstEventsAreTimed() {
        String session = session();
        try (JsonSocket socket = connect()) {
            SseStream turn = gateway.stream(session);
            SseStream chat = gateway.ssePost(CHAT, chat("\"stream\":true"));
            SseStream ui = gateway.ssePost("/api/chat", uiChat(session(), "\"onDisconnect\":\"continue\""));
            SseStream text = gateway.sse("/stream?prompt=hi", Map.of());
            SseStream follower = gateway.sse("/v1/sessions/" + session + "/events?from=start", Map.of());
            CompletableFuture<HttpResponse<String>> whole = CompletableFuture
                    .supplyAsync(() -> gateway.post("/v1/sessions/" + session() + "/turns?wait=30s",
                            "{\"prompt\":\"hi\"}"));
            assertThat(prompt(socket, "model", "a").path("type").asText()).isEqualTo("accepted");
            List.of("native", "openai", "aisdk", "eventsource", "follow", "wait", "ws")
                    .forEach(kind -> await(kind).until(() -> gateway.meter(open(kind)) == 1));

            worker.answer(session, turnOf(turn), "hello");
            Streams.all(turn);
            assertThat(gateway.meter(open("native"))).isZero();
            assertThat(gateway.meter("rivulet_gateway_stream_first_event_seconds_count{kind=\"native\"}")).isEqualTo(1);
            List.of(chat, ui, text, follower).forEach(SseStream::cut);
            whole.cancel(true);
        }
        List.of("openai", "aisdk", "eventsource", "follow", "ws")
                .forEach(kind -> await(kind).until(() -> gateway.meter(open(kind)) == 0));
    }

    @Test
    void whatKafkasClientsMeasureIsAmongTheMetrics() {
        assertThat(gateway.get("/metrics").body()).containsPattern(
                "kafka_producer_record_send_total\\{client_id=\"rivulet-gateway-[0-9a-f]+-commands\"")
                .containsPattern("kafka_consumer_fetch_manager_records_consumed_total\\{client_id=\"[^\"]+-tail\"");
    }

    @Test
    void noLineAtInfoOrAboveNamesASession() {
        String session = "alice.smith-" + session();
        try (CapturedLog log = new CapturedLog()) {
            String turn = gateway.submit(session);
            SseStream follower = gateway.sse("/v1/sessions/" + session + "/events?from=start", Map.of());
            assertThat(follower.awaitHeaders(Waiting.LIMIT)).isTrue();
            gateway.delete("/v1/sessions/" + session + "/turns/" + turn);
            gateway.delete("/v1/sessions/" + session);
            follower.cut();
            await().until(() -> log.atDebug.stream().filter(line -> line.contains(turn)).count() == 2);
            assertThat(log.atInfo).noneMatch(line -> line.contains("alice"));
            assertThat(log.atDebug).anyMatch(line -> line.contains(session) && line.contains(turn));
        }
    }

    private static String open(String kind) {
        return OPEN + "{kind=\"" + kind + "\"}";
    }

    private static HttpResponse<String> turn(String option) {
        return gateway.post("/v1/sessions/" + session() + "/turns", "{\"prompt\":\"hi\"," + option + "}");
    }

    private static String chat(String option) {
        return "{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]," + option + "}";
    }

    private static String uiChat(String id, String option) {
        return "{\"id\":\"" + id + "\",\"messages\":[{\"id\":\"m\",\"role\":\"user\",\"parts\":[{\"type\":\"text\","
                + "\"text\":\"hi\"}]}]," + option + "}";
    }

    private static JsonSocket connect() {
        return JsonSocket.connect(URI.create(gateway.url("/ws").replace("http:", "ws:")), Map.of());
    }

    private static JsonNode prompt(JsonSocket socket, String option, Object value) {
        socket.send(new HashMap<>(Map.of("id", "1", "type", "prompt", "prompt", "hi", option, value)));
        return socket.next(Waiting.LIMIT).orElseThrow();
    }

    /** What the whole process logs while this is open. */
    private static final class CapturedLog extends AppenderBase<ILoggingEvent> implements AutoCloseable {

        private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        private final Logger own = (Logger) LoggerFactory.getLogger("dev.rivulet.gateway");
        private final List<String> atInfo = new CopyOnWriteArrayList<>();
        private final List<String> atDebug = new CopyOnWriteArrayList<>();

        CapturedLog() {
            start();
            own.setLevel(Level.DEBUG);
            root.addAppender(this);
        }

        @Override
        protected void append(ILoggingEvent event) {
            List<String> lines = event.getLevel().isGreaterOrEqual(Level.INFO) ? atInfo : atDebug;
            lines.add(event.getFormattedMessage() + " " + event.getKeyValuePairs() + " "
                    + (event.getThrowableProxy() == null ? "" : event.getThrowableProxy().getMessage()));
        }

        @Override
        public void close() {
            root.detachAppender(this);
            own.setLevel(null);
        }
    }
}
