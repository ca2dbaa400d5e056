package dev.rivulet.local.system;

import static dev.rivulet.testkit.wait.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rivulet.gateway.identity.ApiKey;
import dev.rivulet.schemas.json.Json;
import dev.rivulet.testkit.kafka.SharedKafka;
import dev.rivulet.testkit.llm.Script;
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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A budget holds over all gateways, within its bound, also when a worker is lost in the middle. */
class BudgetsIT {

    private static final int BUDGET = 2_000;
    private static final int GATEWAYS = 2;
    private static final int OPEN_TURNS = 4;
    private static final int MAX_TOKENS = 20;
    private static final int MAX_ATTEMPTS = 3;
    private static final int MOST_PROMPT_TOKENS = 20;
    private static final Duration SETTLE_TIME = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final int REFUSALS = (int) (2 * SETTLE_TIME.toMillis() / PAUSE.toMillis());
    /** As docs/security.md says. */
    private static final int BOUND = GATEWAYS * OPEN_TURNS * MAX_ATTEMPTS * (MOST_PROMPT_TOKENS + MAX_TOKENS);

    @TempDir
    private Path folder;
    private final AtomicInteger ended = new AtomicInteger();

    @Test
    void aPrincipalSpendsItsBudgetAndNoMoreThanTheBoundBeyondItOverTwoGatewaysAndALostWorker()
            throws IOException, InterruptedException {
        ApiKey.Generated spender = ApiKey.generate("spender", "spender", ApiKey.scopes("ask,usage"), Optional.empty());
        ApiKey.Generated other = ApiKey.generate("other", "other", ApiKey.scopes("ask"), Optional.empty());
        Path keys = Files.write(folder.resolve("keys"),
                Stream.of(spender, other).map(made -> made.line().line()).toList());
        Map<String, String> settings = new HashMap<>(Map.of("rivulet.auth.keys-file", keys.toString(),
                "rivulet.topics.partitions", "4", "rivulet.topics.prefix", SharedKafka.newPrefix(BudgetsIT.class),
                "rivulet.turns.max-tokens", Integer.toString(MAX_TOKENS), "rivulet.quota.default.open-turns",
                Integer.toString(OPEN_TURNS), "rivulet.quota.default.tokens-per-day", Integer.toString(BUDGET),
                "rivulet.quota.settle-time", SETTLE_TIME.toSeconds() + "s"));
        try (TestSystem system = new TestSystem(SharedKafka.bootstrapServers(), 2, GATEWAYS, settings)) {
            system.simulator.script(Script.of("a b c d e f g h i j").withTiming(Duration.ZERO, Duration.ofMillis(20)));
            List<Thread> askers = new ArrayList<>();
            for (int gateway = 0; gateway < GATEWAYS; gateway++) {
                TestClient client = system.client(gateway);
                IntStream.range(0, OPEN_TURNS).forEach(
                        i -> askers.add(Thread.startVirtualThread(() -> askUntilTheBudgetIsUsedUp(client, spender))));
            }
            await("turns").until(() -> ended.get() >= 10);
            system.replaceWorker();
            for (Thread asker : askers) {
                asker.join();
            }

            HttpResponse<String> refused = post(system.client(0), spender);
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(tree(refused).path("code").asText()).isEqualTo("budget_exceeded");
            assertThat(refused.headers().firstValueAsLong("Retry-After").orElseThrow()).isBetween(1L, 86_400L);
            HttpResponse<String> openAi = post(system.client(1).base() + "/v1/chat/completions",
                    "{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}", spender);
            assertThat(tree(openAi).path("error").path("code").asText()).isEqualTo("insufficient_quota");
            assertThat(post(system.client(0), other).statusCode()).isEqualTo(202);
            // What is left is less than a turn may use: MAX_TOKENS and its prompt, and what had not settled.
            await("all that was used").until(() -> used(system.client(1), spender) >= BUDGET - 2 * BOUND / 3);
            await("the last turns").until(() -> {
                long before = used(system.client(1), spender);
                Waiting.await().pollDelay(Duration.ofSeconds(2)).until(() -> true);
                return used(system.client(1), spender) == before;
            });
            assertThat(used(system.client(1), spender)).isLessThanOrEqualTo(BUDGET + BOUND);
        }
    }

    /** Also when all that was used has settled: until then it counts twice. */
    private void askUntilTheBudgetIsUsedUp(TestClient client, ApiKey.Generated by) {
        int refusals = 0; // in a row
        while (refusals < REFUSALS) {
            try (SseStream stream = client.sse().post(turns(client), "{\"prompt\":\"hi\"}", Map.of("Authorization",
                    "Bearer " + by.key(), "Accept", "text/event-stream, application/problem+json"))) {
                stream.awaitEnd(Waiting.LIMIT);
                if (stream.status() == 200) {
                    ended.incrementAndGet();
                    refusals = 0;
                } else {
                    refusals++;
                    Thread.sleep(PAUSE);
                }
            } catch (InterruptedException stop) {
                throw new IllegalStateException(stop);
            }
        }
    }

    private static String turns(TestClient client) {
        return client.base() + "/v1/sessions/" + UUID.randomUUID() + "/turns";
    }

    private static HttpResponse<String> post(TestClient client, ApiKey.Generated by) {
        return post(turns(client), "{\"prompt\":\"hi\"}", by);
    }

    private static HttpResponse<String> post(String url, String json, ApiKey.Generated by) {
        return send(HttpRequest.newBuilder(URI.create(url)).header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json)), by);
    }

    private static long used(TestClient client, ApiKey.Generated by) {
        JsonNode rows = tree(send(HttpRequest.newBuilder(URI.create(client.base() + "/v1/usage?by=day")), by))
                .path("usage");
        long tokens = 0;
        for (JsonNode row : rows) {
            tokens += row.path("totalTokens").asLong();
        }
        return tokens;
    }

    private static HttpResponse<String> send(HttpRequest.Builder request, ApiKey.Generated by) {
        try (HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            return http.send(request.header("Authorization", "Bearer " + by.key()).build(), BodyHandlers.ofString());
        } catch (IOException | InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static JsonNode tree(HttpResponse<String> response) {
        try {
            return Json.MAPPER.readTree(response.body());
        } catch (IOException notJson) {
            throw new IllegalStateException(notJson);
        }
    }
}
