package dev.rivulet.local.system;

import static dev.rivulet.testkit.wait.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rivulet.local.process.RivuletCommand;
import dev.rivulet.testkit.llm.Script;
import dev.rivulet.testkit.process.FreePorts;
import dev.rivulet.testkit.process.JavaProcess;
import dev.rivulet.testkit.process.Readiness;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** A worker whose heap is too small for what is asked of it at once. */
@Isolated("sixty answers of 600 KB, prompts of 80 MB")
class LowMemoryIT {

    private static final int TURNS = 60;
    private static final int CHARS = 600_000;
    private static final String LONG = "long";

    private static final int SESSIONS = 42;
    private static final int WAITING = 5;
    private static final String HOLD = "hold";
    private static final String LARGE = "ж".repeat(190_000);

    @TempDir
    Path logs;
    private TestSystem system;
    private JavaProcess worker;
    private TestClient client;

    @BeforeEach
    void start() throws Exception {
        int port = FreePorts.find();
        system = TestSystem.inSharedKafka(0, 1, Map.of());
        worker = RivuletCommand.start(logs, List.of("-Xmx64m", "-XX:+ExitOnOutOfMemoryError"),
                Map.of("KAFKA_BOOTSTRAP_SERVERS", system.bootstrapServers(), "RIVULET_TOPICS_PREFIX",
                        system.topic(""), "OPENAI_BASE_URL", system.simulator.baseUrl(), "RIVULET_WORKER_HTTP_PORT",
                        Integer.toString(port)),
                "worker");
        Readiness.http(worker, port, "/readyz");
        client = system.client(0);
    }

    @AfterEach
    void close() {
        worker.close();
        system.close();
    }

    @Test
    void everyTurnEndsAndTheWorkerLivesWhenTheAnswersDoNotFitItsHeap() throws Exception {
        system.answer(LONG, Script.ofTokens(Collections.nCopies(100, "x".repeat(CHARS / 100)))
                .withTiming(Duration.ZERO, Duration.ofMillis(50)));

        List<String> turns = IntStream.range(0, TURNS).mapToObj(i -> submit("s" + i, LONG)).toList();

        Map<String, Long> ends = IntStream.range(0, TURNS).mapToObj(i -> end("s" + i, turns.get(i)))
                .collect(Collectors.groupingBy(end -> end, Collectors.counting()));
        assertThat(ends).as(worker.err()).containsKey("done " + CHARS);
        assertThat(Set.of("done", "worker_overloaded"))
                .containsAll(ends.keySet().stream().map(end -> end.split(" ")[0]).toList());
        assertThatTheWorkerIsWell();
    }

    @Test
    void everyTurnEndsAndTheWorkerLivesWhenThePromptsThatWaitDoNotFitItsHeap() throws Exception {
        system.answer(HOLD, Script.ofTokens(Collections.nCopies(60, "x")).withTiming(Duration.ZERO,
                Duration.ofSeconds(1)));
        system.answer(LARGE, Script.ofTokens(List.of("ok")));
        List<String> held = IntStream.range(0, SESSIONS).mapToObj(i -> submit("s" + i, HOLD)).toList();

        List<String> turns = IntStream.range(0, SESSIONS * WAITING).mapToObj(i -> submit(session(i), LARGE)).toList();

        assertThat(end("other", submit("other", "hello"))).startsWith("done");
        IntStream.range(0, SESSIONS).forEach(i -> client.cancel("s" + i, held.get(i)));
        Map<String, Long> ends = IntStream.range(0, turns.size()).mapToObj(i -> end(session(i), turns.get(i)))
                .collect(Collectors.groupingBy(end -> end, Collectors.counting()));
        assertThat(ends).as(worker.err()).containsKey("done 2");
        assertThat(Set.of("done 2", "worker_overloaded")).containsAll(ends.keySet());
        assertThatTheWorkerIsWell();
    }

    private static String session(int turn) {
        return "s" + turn % SESSIONS;
    }

    private String submit(String session, String prompt) {
        return client.submit(session, prompt).path("turnId").asText();
    }

    private void assertThatTheWorkerIsWell() throws Exception {
        assertThat(end("after", submit("after", "hello"))).startsWith("done");
        worker.signal("TERM");
        assertThat(worker.exitStatus()).isZero();
    }

    private String end(String session, String turn) {
        AtomicReference<JsonNode> last = new AtomicReference<>();
        await().until(() -> {
            worker.requireAlive();
            last.set(client.snapshot(session, turn));
            return Set.of("done", "error").contains(last.get().path("status").asText());
        });
        JsonNode ended = last.get();
        return ended.path("status").asText().equals("done")
                ? "done " + ended.path("text").asText().length()
                : ended.path("error").path("code").asText(ended.toString());
    }
}
