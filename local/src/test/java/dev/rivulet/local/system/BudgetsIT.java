package dev.rivulet.local.system;

import static dev.rivulet.testkit.wait.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rivulet.gateway.identity.ApiKey;
import dev.rivulet.local.process.RivuletCommand;
import dev.rivulet.testkit.kafka.SharedKafka;
import dev.rivulet.testkit.llm.LlmSimulator;
import dev.rivulet.testkit.llm.Script;
import dev.rivulet.testkit.process.FreePorts;
import dev.rivulet.testkit.process.JavaProcess;
import dev.rivulet.testkit.sse.SseClient;
import dev.rivulet.testkit.sse.SseStream;
import dev.rivulet.testkit.wait.Waiting;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A budget holds over all gateways, within its bound, also when a worker and a gateway are killed in the middle. */
class BudgetsIT {

    private static final int BUDGET = 2_000;
    private static final int GATEWAYS = 2;
    private static final int OPEN_TURNS = 4;
    private static final int MAX_TOKENS = 20;
    private static final int MAX_ATTEMPTS = 3;
    /** Of sessions that are asked once, so that nothing is remembered. */
    private static final int MOST_PROMPT_TOKENS = 20;
    private static final int MOST_OF_A_TURN = MOST_PROMPT_TOKENS + MAX_TOKENS;
    /** As docs/security.md says: the turns of the gateway that was killed are those of one more. */
    private static final int BOUND = (GATEWAYS + 1) * OPEN_TURNS * MAX_ATTEMPTS * MOST_OF_A_TURN;
    /** The usage of a killed worker's turns is counted by another within this time. */
    private static final Duration SETTLE_TIME = Duration.ofSeconds(20);
    private static final Duration ALL = SETTLE_TIME.plus(Waiting.LIMIT.multipliedBy(2));
    private static final String PROMPT = "{\"prompt\":\"hi\"}";

    @TempDir
    private Path folder;
    private final ApiKey.Generated spender = ApiKey.generate("spender", "spender", ApiKey.scopes("ask,usage"),
            Optional.empty());
    private final ApiKey.Generated other = ApiKey.generate("other", "other", ApiKey.scopes("ask"), Optional.empty());
    private final String prefix = SharedKafka.newPrefix(BudgetsIT.class);
    private final LlmSimulator llm = LlmSimulator.start();
    private final SseClient sse = new SseClient();
    private final List<JavaProcess> processes = new ArrayList<>();
    private final Map<String, String> environment = new HashMap<>();
    private final AtomicInteger ended = new AtomicInteger();

    @AfterEach
    void close() {
        sse.close();
        llm.close();
        processes.forEach(JavaProcess::close);
    }

    @Test
    void aPrincipalSpendsItsBudgetAndNoMoreThanTheBoundBeyondItThoughAWorkerAndAGatewayAreKilled()
            throws IOException {
        configure();
        JavaProcess worker = start("worker", environment);
        start("worker", environment);
        AtomicReference<TestClient> first = new AtomicReference<>(startGateway());
        JavaProcess gateway = processes.getLast();
        AtomicReference<TestClient> second = new AtomicReference<>(startGateway());
        awaitReady(first.get());
        awaitReady(second.get());

        List<CompletableFuture<Void>> askers = new ArrayList<>();
        for (int i = 0; i < OPEN_TURNS; i++) {
            askers.add(CompletableFuture.runAsync(() -> askUntilNothingIsLeft(first), Thread::startVirtualThread));
            askers.add(CompletableFuture.runAsync(() -> askUntilNothingIsLeft(second), Thread::startVirtualThread));
        }
        await("turns").until(() -> ended.get() >= 2 * OPEN_TURNS);
        TestClient third = startGateway();
        worker.signal("KILL");
        awaitReady(third);
        first.set(third);
        gateway.signal("KILL");
        CompletableFuture.allOf(askers.toArray(CompletableFuture[]::new)).join();

        HttpResponse<String> refused = await("a refusal").until(() -> post(third, spender),
                response -> TestClient.tree(response).path("code").asText().equals("budget_exceeded"));
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValueAsLong("Retry-After").orElseThrow()).isBetween(1L, 86_400L);
        await("OpenAI's error").until(
                () -> post(second.get().base() + "/v1/chat/completions",
                        "{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}", spender),
                response -> TestClient.tree(response).path("error").path("code").asText()
                        .equals("insufficient_quota"));
        assertThat(post(third, other).statusCode()).isEqualTo(202);

        TurnsInLog log = new TurnsInLog(prefix, spender.line().principal().owner());
        await("the end of all turns").atMost(ALL).until(() -> log.ended().containsAll(log.asked()));
        await("all that was used").atMost(ALL).until(() -> usage(third).path("turns").asInt() == log.billed());
        assertThat(usage(third).path("totalTokens").asInt()).isBetween(BUDGET - MOST_OF_A_TURN, BUDGET + BOUND);
    }

    private void configure() throws IOException {
        Path keys = Files.write(folder.resolve("keys"),
                Stream.of(spender, other).map(made -> made.line().line()).toList());
        llm.script(Script.of("a b c d e f g h i j").withTiming(Duration.ZERO, Duration.ofMillis(20)));
        environment.putAll(Map.of("KAFKA_BOOTSTRAP_SERVERS", SharedKafka.bootstrapServers(), "OPENAI_BASE_URL",
                llm.baseUrl(), "RIVULET_TOPICS_PREFIX", prefix, "RIVULET_TOPICS_PARTITIONS", "4",
                "RIVULET_AUTH_KEYS_FILE", keys.toString(), "RIVULET_TURNS_MAX_TOKENS", Integer.toString(MAX_TOKENS),
                "RIVULET_QUOTA_DEFAULT_OPEN_TURNS", Integer.toString(OPEN_TURNS),
                "RIVULET_QUOTA_DEFAULT_TOKENS_PER_DAY", Integer.toString(BUDGET), "RIVULET_QUOTA_SETTLE_TIME",
                SETTLE_TIME.toSeconds() + "s", "RIVULET_WORKER_HEARTBEAT_INTERVAL", "300ms"));
    }

    private JavaProcess start(String role, Map<String, String> variables) {
        JavaProcess process = RivuletCommand.start(folder, variables, role);
        processes.add(process);
        return process;
    }

    private TestClient startGateway() {
        String port = Integer.toString(FreePorts.find());
        Map<String, String> own = new HashMap<>(environment);
        own.put("RIVULET_HTTP_PORT", port);
        start("gateway", own);
        return new TestClient("http://127.0.0.1:" + port, sse);
    }

    private static void awaitReady(TestClient gateway) {
        await().ignoreExceptions().until(() -> gateway.get("/readyz").statusCode() == 200);
    }

    /** What was used is in the topic then, and less is left than a turn reserves. Asks elsewhere if it has to. */
    private void askUntilNothingIsLeft(AtomicReference<TestClient> gateway) {
        await().atMost(ALL).ignoreExceptions().until(() -> !ask(gateway.get())
                && usage(gateway.get()).path("totalTokens").asInt() >= BUDGET - MAX_TOKENS);
    }

    /** Reads an answer to its end. Returns false if the turn was refused. */
    private boolean ask(TestClient gateway) {
        try (SseStream stream = sse.post(turns(gateway), PROMPT, Map.of("Authorization", "Bearer " + spender.key(),
                "Accept", "text/event-stream, application/problem+json"))) {
            stream.awaitEnd(Waiting.LIMIT);
            boolean answered = stream.status() == 200;
            ended.addAndGet(answered ? 1 : 0);
            return answered;
        }
    }

    private static String turns(TestClient gateway) {
        return gateway.base() + "/v1/sessions/" + UUID.randomUUID() + "/turns";
    }

    private static HttpResponse<String> post(TestClient gateway, ApiKey.Generated by) {
        return post(turns(gateway), PROMPT, by);
    }

    private static HttpResponse<String> post(String url, String json, ApiKey.Generated by) {
        return send(HttpRequest.newBuilder(URI.create(url)).header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json)), by);
    }

    /** Returns the row of this day; empty if there is none. */
    private JsonNode usage(TestClient gateway) {
        return TestClient.tree(send(HttpRequest.newBuilder(URI.create(gateway.base() + "/v1/usage?by=day")), spender))
                .path("usage").path(0);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request, ApiKey.Generated by) {
        try (HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            return http.send(request.header("Authorization", "Bearer " + by.key()).build(), BodyHandlers.ofString());
        } catch (IOException | InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
