package dev.rivulet.local.process;

import static dev.rivulet.testkit.wait.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.local.system.TestClient;
import dev.rivulet.testkit.guarantee.GuaranteeReport;
import dev.rivulet.testkit.guarantee.ObservedTurn;
import dev.rivulet.testkit.llm.LlmSimulator;
import dev.rivulet.testkit.llm.Script;
import dev.rivulet.testkit.process.FreePorts;
import dev.rivulet.testkit.process.JavaProcess;
import dev.rivulet.testkit.sse.SseClient;
import dev.rivulet.testkit.sse.SseEvent;
import dev.rivulet.testkit.sse.SseStream;
import dev.rivulet.testkit.sse.StreamEnd;
import dev.rivulet.testkit.wait.Waiting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker, two workers and two gateways, each a process of its own as an operator would start them. */
class FiveProcessesIT {

    private static final String TEXT = "the river runs to the sea ".repeat(20);

    @TempDir
    Path logs;

    @Test
    void aStreamBegunOnOneGatewayGoesOnAtTheOtherAndEveryProcessEndsInOrder() throws Exception {
        int kafkaPort = FreePorts.find();
        List<JavaProcess> processes = new ArrayList<>();
        try (LlmSimulator llm = LlmSimulator.start(); SseClient sse = new SseClient()) {
            llm.script(Script.of(TEXT).withTiming(Duration.ofMillis(50), Duration.ofMillis(20)));
            Map<String, String> environment = new HashMap<>(Map.of("RIVULET_KAFKA_PORT", "" + kafkaPort,
                    "KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:" + kafkaPort, "OPENAI_BASE_URL", llm.baseUrl(),
                    "RIVULET_TOPICS_PARTITIONS", "4"));
            // The broker comes last on purpose: the others wait for it.
            processes.add(RivuletCommand.start(logs, environment, "worker"));
            processes.add(RivuletCommand.start(logs, environment, "worker"));
            TestClient one = gateway(environment, sse, processes);
            TestClient two = gateway(environment, sse, processes);
            processes.add(RivuletCommand.start(logs, environment, "kafka", "--data", logs.resolve("data").toString()));
            await().ignoreExceptions()
                    .until(() -> one.get("/readyz").statusCode() == 200 && two.get("/readyz").statusCode() == 200);

            SseStream first = one.stream("five", "tell me of the river");
            for (int i = 0; i < 10; i++) {
                assertThat(first.next(Waiting.LIMIT)).isPresent();
            }
            first.cut();
            List<SseEvent> joined = new ArrayList<>(first.events());
            String turn = first.header("X-Turn-Id").orElseThrow();
            SseStream rest = two.events("five", turn, Map.of("Last-Event-ID", joined.getLast().id()));
            assertThat(rest.awaitEnd(Waiting.LIMIT)).contains(new StreamEnd.EndedByServer());
            joined.addAll(rest.events());
            ObservedTurn whole = ObservedTurn.of("five", joined);
            assertThat(new GuaranteeReport().check(whole)).isEmpty();
            assertThat(whole.text()).isEqualTo(TEXT);

            for (JavaProcess process : processes) {
                process.signal("TERM");
                assertThat(process.exitStatus()).as(process.err()).isZero();
            }
        } finally {
            processes.forEach(JavaProcess::close);
        }
    }

    private TestClient gateway(Map<String, String> environment, SseClient sse, List<JavaProcess> processes) {
        int port = FreePorts.find();
        Map<String, String> own = new HashMap<>(environment);
        own.put("RIVULET_HTTP_PORT", "" + port);
        processes.add(RivuletCommand.start(logs, own, "gateway"));
        return new TestClient("http://127.0.0.1:" + port, sse);
    }
}
