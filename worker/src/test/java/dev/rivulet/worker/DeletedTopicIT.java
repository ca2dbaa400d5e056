package dev.rivulet.worker;

import static dev.rivulet.testkit.wait.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.schemas.SessionId;
import dev.rivulet.testkit.kafka.SharedKafka;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A topic that a worker's coordination writes to is deleted. When the worker starts again, it makes a new one. */
@Execution(ExecutionMode.CONCURRENT)
class DeletedTopicIT {

    @ParameterizedTest
    @ValueSource(strings = {"chunk-events", "rivulet-worker-active-turns-changelog"})
    void aWorkerWhoseTopicIsGoneSaysThatItCannotGoOn(String topic) throws Exception {
        try (TestCluster cluster = new TestCluster(Map.of("rivulet.worker.publish-timeout", "2s"));
                Admin admin = Admin.create(
                        Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, SharedKafka.bootstrapServers()))) {
            cluster.startWorker();
            cluster.terminal(cluster.prompt(new SessionId("before"), "hello"));
            assertThat(cluster.fatalErrors).isEmpty();

            admin.deleteTopics(List.of(cluster.topic(topic))).all().get();
            AtomicInteger prompts = new AtomicInteger();
            await().pollInterval(Duration.ofMillis(500)).until(() -> {
                cluster.prompt(new SessionId("after-" + prompts.incrementAndGet()), "hello");
                return !cluster.fatalErrors.isEmpty();
            });
            assertThat(cluster.fatalErrors.getFirst()).contains(cluster.topic(topic), "start the worker again");
        }
    }
}
