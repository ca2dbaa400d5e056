package dev.rivulet.worker;

import static dev.rivulet.testkit.wait.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.event.Done;
import dev.rivulet.testkit.kafka.EmbeddedKafka;
import dev.rivulet.testkit.llm.Script;
import dev.rivulet.testkit.process.FreePorts;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

/** What the probes and the names of a worker tell operators. */
class WorkerOperationsIT {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final int port = FreePorts.find();

    @Test
    void readinessFollowsKafka() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start();
                TestCluster cluster = new TestCluster(kafka.bootstrapServers(), probed())) {
            cluster.startWorker();
            assertThat(status("/readyz")).isEqualTo(200);

            kafka.stopBroker(0);
            await().until(() -> status("/readyz") == 503);
            assertThat(status("/healthz")).isEqualTo(200);

            kafka.startBroker(0);
            await().until(() -> status("/readyz") == 200);
        }
    }

    @Test
    void aWorkerThatDrainsAnswersItsProbesUntilItsTurnsHaveEnded() throws Exception {
        try (TestCluster cluster = new TestCluster(probed())) {
            Worker worker = cluster.startWorker(Map.of("rivulet.worker.drain-timeout", "1m"));
            CompletableFuture<Void> end = new CompletableFuture<>();
            cluster.script("slow", Script.of("a ".repeat(1000)).withTiming(Duration.ZERO, Duration.ofMillis(50)));
            SessionId session = new SessionId("draining");
            TurnId turn = cluster.prompt(session, "slow");
            await().until(() -> !cluster.text(turn).isEmpty());
            // Takes over the coordination, but not what runs already.
            cluster.startWorker(Map.of("rivulet.worker.http-port", "0"));

            Thread.startVirtualThread(() -> {
                cluster.stopWorker(worker);
                end.complete(null);
            });

            await().until(() -> status("/readyz") == 503);
            assertThat(status("/healthz")).isEqualTo(200);
            assertThat(status("/metrics")).isEqualTo(200);
            assertThat(cluster.terminals(turn)).isEmpty();
            cluster.cancel(session, turn);
            assertThat(cluster.terminal(turn)).isInstanceOf(Done.class);
            end.join();
            assertThat(status("/healthz")).isEqualTo(-1);
        }
    }

    @Test
    void everyKafkaClientSaysWhoseItIsAndWhatItIsFor() throws Exception {
        try (TestCluster cluster = new TestCluster(Map.of())) {
            Worker worker = cluster.startWorker();
            String process = "rivulet-" + worker.id() + "-";
            Set<String> purposes = ManagementFactory.getPlatformMBeanServer()
                    .queryNames(new ObjectName("kafka.*:type=app-info,id=" + process + "*"), null).stream()
                    .map(name -> name.getKeyProperty("id").substring(process.length())).collect(Collectors.toSet());
            assertThat(purposes).contains("results", "heartbeats", "probe", "coordinator-admin")
                    .anyMatch(purpose -> purpose.matches("coordinator-StreamThread-1-consumer"))
                    .anyMatch(purpose -> purpose.matches("coordinator-StreamThread-1-producer"));
        }
    }

    private Map<String, String> probed() {
        return Map.of("rivulet.worker.http-port", Integer.toString(port), "rivulet.worker.probe-interval", "200ms",
                "rivulet.worker.probe-timeout", "1s");
    }

    /** Returns the status of a probe; -1 if nobody listens. */
    private int status(String path) throws InterruptedException {
        try {
            return HTTP.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
                    BodyHandlers.discarding()).statusCode();
        } catch (IOException refused) {
            return -1;
        }
    }
}
