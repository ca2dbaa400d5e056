package dev.rivulet.local.process;

import static dev.rivulet.testkit.wait.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rivulet.local.system.TestClient;
import dev.rivulet.schemas.json.Json;
import dev.rivulet.testkit.guarantee.GuaranteeReport;
import dev.rivulet.testkit.guarantee.ObservedTurn;
import dev.rivulet.testkit.llm.Script;
import dev.rivulet.testkit.process.JavaProcess;
import dev.rivulet.testkit.sse.SseEvent;
import dev.rivulet.testkit.sse.SseStream;
import dev.rivulet.testkit.sse.StreamEnd;
import dev.rivulet.testkit.wait.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A worker that is killed in the middle of its answers: readers see one unbroken text, and nothing is paid twice. */
class ContinueIT {

    private static final int WORDS = 200;
    private static final String TEXT = "the river runs to the sea and tells of it ".repeat(WORDS / 10).strip();
    private static final int BEGUN = 20;

    @TempDir
    Path logs;

    @Test
    void readersOfEveryProtocolSeeOneUnbrokenTextWhenTheWorkerIsKilled() throws Exception {
        try (ProcessStack stack = new ProcessStack(logs, Map.of("RIVULET_PROVIDER_CONTINUATION", "prefix",
                "RIVULET_WORKER_HEARTBEAT_INTERVAL", "300ms", "RIVULET_TOPICS_PARTITIONS", "4"))) {
            stack.llm.script(Script.of(TEXT).withTiming(Duration.ofMillis(50), Duration.ofMillis(50)));
            stack.startKafka();
            JavaProcess killed = stack.startWorker();
            TestClient gateway = stack.startGateway();
            await().ignoreExceptions().until(() -> gateway.get("/readyz").statusCode() == 200);

            SseStream events = stack.sse.post(gateway.base() + "/v1/sessions/kept/turns",
                    "{\"prompt\":\"native\",\"onInterruption\":\"continue,fail\"}", Map.of());
            SseStream plain = stack.sse.get(gateway.base() + "/stream?prompt=plain");
            SseStream chat = stack.sse.post(gateway.base() + "/v1/chat/completions",
                    "{\"model\":\"m\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"chat\"}]}",
                    Map.of());
            List<SseStream> streams = List.of(events, plain, chat);
            await().until(() -> streams.stream().allMatch(stream -> stream.events().size() > BEGUN));
            stack.startWorker();
            killed.process().destroyForcibly();

            streams.forEach(stream -> assertThat(stream.awaitEnd(Waiting.LIMIT.multipliedBy(2)))
                    .contains(new StreamEnd.EndedByServer()));
            ObservedTurn turn = ObservedTurn.of("native", events.events());
            assertThat(new GuaranteeReport().check(turn)).isEmpty();
            assertThat(turn.newestAttempt()).isEqualTo(2);
            assertThat(turn.text()).isEqualTo(TEXT);
            assertThat(plain.events().getLast().data()).isEqualTo("[DONE]");
            assertThat(plain.events().stream().limit(plain.events().size() - 1).map(SseEvent::data)
                    .collect(Collectors.joining())).isEqualTo(TEXT);
            assertThat(chat.events().getLast().data()).isEqualTo("[DONE]");
            assertThat(chat.events().stream().limit(chat.events().size() - 1).map(ContinueIT::chatText)
                    .collect(Collectors.joining())).isEqualTo(TEXT);
            assertThat(gateway.snapshot("kept", events.header("X-Turn-Id").orElseThrow()).path("text").asText())
                    .isEqualTo(TEXT);
            // What was on its way when the worker was killed is paid twice, and nothing else.
            for (String prompt : List.of("native", "plain", "chat")) {
                assertThat(stack.llm.billedTokens(prompt)).as("tokens paid for " + prompt).isBetween((long) tokens(),
                        tokens() + 10L);
            }
        }
        assertThat(logs).as("temporary files of a worker that was killed")
                .isDirectoryNotContaining(file -> file.getFileName().toString().startsWith("vertx-cache"));
    }

    private static int tokens() {
        return TEXT.split(" ").length;
    }

    private static String chatText(SseEvent chunk) {
        try {
            JsonNode json = Json.MAPPER.readTree(chunk.data());
            return json.at("/choices/0/delta/content").asText("");
        } catch (IOException notJson) {
            throw new UncheckedIOException(notJson);
        }
    }
}
