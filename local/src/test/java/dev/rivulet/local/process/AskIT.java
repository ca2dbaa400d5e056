package dev.rivulet.local.process;

import static dev.rivulet.testkit.wait.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.testkit.llm.LlmSimulator;
import dev.rivulet.testkit.llm.Script;
import dev.rivulet.testkit.process.JavaProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./rivulet ask} as its users run it: a process that boots the whole stack. */
class AskIT {

    private static final Map<String, String> NO_GATEWAY = Map.of("RIVULET_URL", "http://127.0.0.1:9");

    @TempDir
    Path logs;

    @Test
    void answersFromTheBuiltInSimulatorAndExitsWithZero() {
        try (JavaProcess ask = RivuletCommand.start(logs, NO_GATEWAY, "ask", "Write a haiku about rivers")) {
            awaitEnd(ask);
            assertThat(ask.exitStatus()).as(ask.err()).isZero();
            assertThat(ask.out().lines()).hasSize(3);
            assertThat(ask.err()).contains("simulator").contains("stop after");
        }
    }

    @Test
    void controlCCancelsTheTurnOfAnotherOpenAiCompatibleServer() {
        try (LlmSimulator server = LlmSimulator.start()) {
            server.script(Script.of("drop ".repeat(5000)).withTiming(Duration.ZERO, Duration.ofMillis(20)));
            Map<String, String> environment = Map.of("RIVULET_URL", "http://127.0.0.1:9", "OPENAI_BASE_URL",
                    server.baseUrl(), "OPENAI_API_KEY", "sk-test");
            try (JavaProcess ask = RivuletCommand.start(logs, environment, "ask", "hello", "--model", "other")) {
                await().until(() -> ask.out().contains("drop drop"));
                assertThat(server.requests()).singleElement().satisfies(request -> {
                    assertThat(request.model()).isEqualTo("other");
                    assertThat(request.authorization()).isTrue();
                });
                ask.interrupt();
                awaitEnd(ask);
                assertThat(ask.err()).contains("cancelled after");
                assertThat(server.closedByClient()).isEqualTo(1);
            }
        }
    }

    @Test
    void configurationThatCannotBeUsedIsOneSentence() {
        Map<String, String> environment = Map.of("RIVULET_URL", "http://127.0.0.1:9", "RIVULET_WORKER_IDLE_TIMEOUT",
                "soon");
        try (JavaProcess ask = RivuletCommand.start(logs, environment, "ask", "hello")) {
            awaitEnd(ask);
            assertThat(ask.exitStatus()).isEqualTo(2);
            assertThat(ask.err()).contains("rivulet ask: rivulet.worker.idle-timeout: 'soon' is not a time");
        }
    }

    /** It would join a cluster and answer its users with canned text. */
    @Test
    void aWorkerWithoutAProviderDoesNotStart() {
        Map<String, String> environment = Map.of("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:9");
        try (JavaProcess worker = RivuletCommand.start(logs, environment, "worker")) {
            awaitEnd(worker);
            assertThat(worker.exitStatus()).as(worker.err()).isEqualTo(2);
            assertThat(worker.err()).isEqualTo("""
                    rivulet worker: no provider: set OPENAI_API_KEY, or OPENAI_BASE_URL to the address of an \
                    OpenAI-compatible server
                    """);
        }
    }

    private static void awaitEnd(JavaProcess process) {
        await().until(() -> !process.alive());
    }
}
