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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** A worker whose heap is too small for the answers that are asked of it at once. */
@Isolated("sixty answers of 600 KB")
class LowMemoryIT {

    private static final int TURNS = 60;
    private static final int CHARS = 600_000;
    private static final String LONG = "long";

    @TempDir
    Path logs;

    @Test
    void everyTurnEndsAndTheWorkerLivesWhenTheAnswersDoNotFitItsHeap() throws Exception {
        int port = FreePorts.find();
        try (TestSystem system = TestSystem.inSharedKafka(0, 1, Map.of())) {
            system.answer(LONG, Script.ofTokens(Collections.nCopies(100, "x".repeat(CHARS / 100)))
                    .withTiming(Duration.ZERO, Duration.ofMillis(50)));
            try (JavaProcess worker = RivuletCommand.start(logs, List.of("-Xmx64m", "-XX:+ExitOnOutOfMemoryError"),
                    Map.of("KAFKA_BOOTSTRAP_SERVERS", system.bootstrapServers(), "RIVULET_TOPICS_PREFIX",
                            system.topic(""), "OPENAI_BASE_URL", system.simulator.baseUrl(), "RIVULET_WORKER_HTTP_PORT",
                            Integer.toString(port)),
                    "worker")) {
                Readiness.http(worker, port, "/readyz");
                TestClient client = system.client(0);
                List<String> turns = IntStream.range(0, TURNS)
                        .mapToObj(i -> client.submit("s" + i, LONG).path("turnId").asText()).toList();
                Map<String, Long> ends = IntStream.range(0, TURNS)
                        .mapToObj(i -> end(worker, client, "s" + i, turns.get(i)))
                        .collect(Collectors.groupingBy(end -> end, Collectors.counting()));
                assertThat(ends).as(worker.err()).containsKey("done " + CHARS);
                assertThat(Set.of("done", "worker_overloaded")).containsAll(
                        ends.keySet().stream().map(end -> end.split(" ")[0]).toList());
                assertThat(system.client(0).submit("after", "hello")).isNotEmpty();
                worker.signal("TERM");
                assertThat(worker.exitStatus()).isZero();
            }
        }
    }

    private static String end(JavaProcess worker, TestClient client, String session, String turn) {
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
