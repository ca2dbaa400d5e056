package dev.rivulet.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rivulet.local.system.TestClient;
import dev.rivulet.runtime.config.Config;
import dev.rivulet.testkit.guarantee.ObservedTurn;
import dev.rivulet.testkit.llm.LlmSimulator;
import dev.rivulet.testkit.llm.Script;
import dev.rivulet.testkit.llm.Scripts;
import dev.rivulet.testkit.llm.SimulatedRequest;
import dev.rivulet.testkit.sse.SseClient;
import dev.rivulet.testkit.sse.SseStream;
import dev.rivulet.testkit.wait.Waiting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ./rivulet up} runs. */
class StackIT {

    private static final String OPEN = "go on";

    @TempDir
    Path data;

    @Test
    void turnsAndConversationsSurviveARestartAndAnOpenTurnStartsAgainAndEnds() throws InterruptedException {
        try (LlmSimulator llm = LlmSimulator.start(); SseClient sse = new SseClient()) {
            answer(llm, Script.of("never ends ".repeat(5000)).withTiming(Duration.ZERO, Duration.ofMillis(20)));
            String done;
            String open;
            try (Stack stack = start(llm)) {
                SseStream ended = client(stack, sse).stream("kept", "first");
                assertThat(ended.awaitEnd(Waiting.LIMIT)).isPresent();
                done = turnOf(ended);
                SseStream running = client(stack, sse).stream("open", OPEN);
                assertThat(running.next(Waiting.LIMIT)).isPresent();
                assertThat(running.next(Waiting.LIMIT)).isPresent();
                open = turnOf(running);
            }
            answer(llm, Script.of("the second time it ends"));
            try (Stack stack = start(llm)) {
                JsonNode snapshot = client(stack, sse).snapshot("kept", done);
                assertThat(snapshot.path("status").asText()).isEqualTo("done");
                assertThat(snapshot.path("text").asText()).isEqualTo("turn 1 | user: first");
                SseStream next = client(stack, sse).stream("kept", "second");
                assertThat(next.awaitEnd(Waiting.LIMIT)).isPresent();
                assertThat(ObservedTurn.of("second", next.events()).text())
                        .isEqualTo("turn 2 | user: first | assistant: turn 1 | user: second");

                SseStream again = client(stack, sse).events("open", open, Map.of());
                assertThat(again.awaitEnd(Waiting.LIMIT)).isPresent();
                ObservedTurn observed = ObservedTurn.of("open", again.events());
                assertThat(observed.newestAttempt()).isEqualTo(2);
                assertThat(observed.text()).isEqualTo("the second time it ends");
                assertThat(observed.terminal()).isPresent();
            }
        }
    }

    /** Answers the prompt of the open turn with this, and others with their conversation. */
    private static void answer(LlmSimulator llm, Script open) {
        Function<SimulatedRequest, Script> echo = Scripts.echoConversation();
        llm.script(request -> request.prompt().equals(OPEN) ? open : echo.apply(request));
    }

    private static String turnOf(SseStream stream) {
        return stream.header("X-Turn-Id").orElseThrow();
    }

    private Stack start(LlmSimulator llm) throws InterruptedException {
        return Stack.start(Config.of(Map.of(),
                Map.of("rivulet.provider.base-url", llm.baseUrl(), "rivulet.http.port", "0")), Optional.of(data));
    }

    private static TestClient client(Stack stack, SseClient sse) {
        return new TestClient(stack.url().toString(), sse);
    }
}
