package dev.rivulet.local.process;

import static dev.rivulet.testkit.wait.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.local.system.TestClient;
import dev.rivulet.testkit.guarantee.GuaranteeReport;
import dev.rivulet.testkit.guarantee.ObservedTurn;
import dev.rivulet.testkit.llm.Script;
import dev.rivulet.testkit.process.JavaProcess;
import dev.rivulet.testkit.sse.SseEvent;
import dev.rivulet.testkit.sse.SseStream;
import dev.rivulet.testkit.sse.StreamEnd;
import dev.rivulet.testkit.wait.Waiting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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
        try (ProcessStack stack = new ProcessStack(logs, Map.of("RIVULET_TOPICS_PARTITIONS", "4"))) {
            stack.llm.script(Script.of(TEXT).withTiming(Duration.ofMillis(50), Duration.ofMillis(20)));
            // The broker comes last on purpose: the others wait for it.
            stack.startWorker();
            stack.startWorker();
            TestClient one = stack.startGateway();
            TestClient two = stack.startGateway();
            stack.startKafka();
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

            for (JavaProcess process : stack.processes()) {
                process.signal("TERM");
                assertThat(process.exitStatus()).as(process.err()).isZero();
            }
        }
    }
}
