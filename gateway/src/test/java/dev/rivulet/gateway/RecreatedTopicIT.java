package dev.rivulet.gateway;

import static dev.rivulet.gateway.Streams.next;
import static dev.rivulet.gateway.Streams.session;
import static dev.rivulet.gateway.Streams.turnOf;
import static dev.rivulet.testkit.wait.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.schemas.event.Delta;
import dev.rivulet.schemas.topic.Topic;
import dev.rivulet.testkit.kafka.EmbeddedKafka;
import dev.rivulet.testkit.sse.SseEvent;
import dev.rivulet.testkit.sse.SseStream;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;

/** Promise 4: a stream whose position does not exist any more says so. */
class RecreatedTopicIT {

    private static final String TOPIC = Topic.CHUNK_EVENTS.named("");

    @Test
    void aStreamWhoseTopicIsCreatedAnewEndsWithAProblemInsteadOfWaitingForEver() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start();
                TestGateway gateway = new TestGateway().start(kafka.bootstrapServers(), Map.of());
                Admin admin = Admin.create(
                        Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers()))) {
            SseStream live;
            try (FakeWorker worker = new FakeWorker().start(kafka.bootstrapServers(), "")) {
                String session = session();
                live = gateway.stream(session);
                String turn = turnOf(live);
                worker.publish(session, turn, Chunks.started(1));
                worker.publish(session, turn, new Delta(1, 0, "before"));
                next(live);
                next(live);
            }
            int partitions = admin.describeTopics(List.of(TOPIC)).allTopicNames().get().get(TOPIC).partitions().size();
            admin.deleteTopics(List.of(TOPIC)).all().get();
            await().until(() -> !admin.listTopics().names().get().contains(TOPIC));
            admin.createTopics(List.of(new NewTopic(TOPIC, partitions, (short) 1))).all().get();

            SseEvent problem = next(live);
            assertThat(problem.type()).isEqualTo("problem");
            assertThat(problem.data()).contains("\"code\":\"cursor_expired\"", "\"status\":410");
        }
    }
}
