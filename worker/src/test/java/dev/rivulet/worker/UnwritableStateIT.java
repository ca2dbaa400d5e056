package dev.rivulet.worker;

import static dev.rivulet.testkit.wait.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.topic.Changelog;
import dev.rivulet.testkit.wait.Waiting;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.junit.jupiter.api.Test;

/** A worker whose changelog takes no record as large as a turn's state: each thread of its coordination fails. */
class UnwritableStateIT {

    /** What threads died of. Noted here, so that other tests of this JVM do not take it for a fault of their own. */
    private final List<Throwable> deaths = new CopyOnWriteArrayList<>();
    private final ThreadGroup group = new ThreadGroup("of a worker that fails") {
        @Override
        public void uncaughtException(Thread thread, Throwable death) {
            deaths.add(death);
        }
    };

    @Test
    void aWorkerWhoseStateCannotBeWrittenSaysThatItCannotGoOn() throws Exception {
        try (TestCluster cluster = new TestCluster(
                Map.of("rivulet.topics.partitions", "1", "rivulet.worker.max-coordination-failures", "2"))) {
            // Threads are of the group of the thread that starts them.
            FutureTask<Worker> start = new FutureTask<>(cluster::startWorker);
            new Thread(group, start).start();
            start.get(Waiting.LIMIT.toSeconds(), TimeUnit.SECONDS);
            cluster.configure(Changelog.ACTIVE_TURNS.named(""), TopicConfig.MAX_MESSAGE_BYTES_CONFIG, "100");

            cluster.prompt(new SessionId("s"), "hi");

            await().until(() -> !cluster.fatalErrors.isEmpty());
            assertThat(cluster.fatalErrors).singleElement().asString()
                    .startsWith("the coordination of sessions failed 2 times").endsWith("RecordTooLargeException");
            assertThat(deaths)
                    .allSatisfy(death -> assertThat(death).hasRootCauseInstanceOf(RecordTooLargeException.class));
        }
    }
}
