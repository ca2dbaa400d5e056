package dev.rivulet.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rivulet.local.system.TestClient;
import dev.rivulet.runtime.config.Config;
import dev.rivulet.testkit.guarantee.ObservedTurn;
import dev.rivulet.testkit.llm.LlmSimulator;
import dev.rivulet.testkit.llm.Script;
import dev.rivulet.testkit.llm.Scripts;
import dev.rivulet.testkit.sse.SseClient;
import dev.rivulet.testkit.sse.SseStream;
import dev.rivulet.testkit.wait.Waiting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ./rivulet up} runs. */
class StackIT {

    @TempDir
    Path data;

    @Test
    void turnsAndConversationsSurviveARestart() throws InterruptedException {
        try (LlmSimulator llm = LlmSimulator.start(); SseClient sse = new SseClient()) {
            llm.script(Scripts.echoConversation());
            String turn;
            try (Stack stack = start(llm)) {
                SseStream stream = client(stack, sse).stream("kept", "first");
                assertThat(stream.awaitEnd(Waiting.LIMIT)).isPresent();
                turn = stream.header("X-Turn-Id").orElseThrow();
            }
            try (Stack stack = start(llm)) {
                JsonNode snapshot = client(stack, sse).snapshot("kept", turn);
                assertThat(snapshot.path("status").asText()).isEqualTo("done");
                assertThat(snapshot.path("text").asText()).isEqualTo("turn 1 | user: first");
                SseStream next = client(stack, sse).stream("kept", "second");
                assertThat(next.awaitEnd(Waiting.LIMIT)).isPresent();
                assertThat(ObservedTurn.of("second", next.events()).text())
                        .isEqualTo("turn 2 | user: first | assistant: turn 1 | user: second");
            }
        }
    }

    @Test
    void aTurnThatWasOpenWhenEverythingStoppedStartsAgainAndEnds() throws InterruptedException {
        try (LlmSimulator llm = LlmSimulator.start(); SseClient sse = new SseClient()) {
            llm.script(Script.of("never ends ".repeat(5000)).withTiming(Duration.ZERO, Duration.ofMillis(20)));
            String turn;
            try (Stack stack = start(llm)) {
                SseStream stream = client(stack, sse).stream("open", "go on");
                assertThat(stream.next(Waiting.LIMIT)).isPresent();
                assertThat(stream.next(Waiting.LIMIT)).isPresent();
                turn = stream.header("X-Turn-Id").orElseThrow();
            }
            llm.script(Script.of("the second time it ends"));
            try (Stack stack = start(llm)) {
                SseStream stream = client(stack, sse).events("open", turn, Map.of());
                assertThat(stream.awaitEnd(Waiting.LIMIT)).isPresent();
                ObservedTurn observed = ObservedTurn.of("open", stream.events());
                assertThat(observed.newestAttempt()).isEqualTo(2);
                assertThat(observed.text()).isEqualTo("the second time it ends");
                assertThat(observed.terminal()).isPresent();
            }
        }
    }

    private Stack start(LlmSimulator llm) throws InterruptedException {
        return Stack.start(Config.of(Map.of(),
                Map.of("rivulet.provider.base-url", llm.baseUrl(), "rivulet.http.port", "0")), Optional.of(data));
    }

    private static TestClient client(Stack stack, SseClient sse) {
        return new TestClient(stack.url().toString(), sse);
    }
}
