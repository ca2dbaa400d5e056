package dev.rivulet.local.system;

import static dev.rivulet.testkit.wait.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivulet.gateway.Gateway;
import dev.rivulet.local.repartition.Repartition;
import dev.rivulet.runtime.kafka.UnfitTopicException;
import dev.rivulet.testkit.kafka.SharedKafka;
import dev.rivulet.worker.Worker;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.junit.jupiter.api.Test;

/** What happens after {@code kafka-topics --alter --partitions}. */
class AddedPartitionsIT {

    private static final int FEW = 3;
    private static final int MORE = 7;

    @Test
    void nothingIsReadOrWrittenInTheWrongPlaceAndASentenceSaysWhatToDo() throws Exception {
        Map<String, String> settings = Map.of("rivulet.topics.prefix", SharedKafka.newPrefix(AddedPartitionsIT.class),
                "rivulet.topics.partitions", "" + FEW, "rivulet.worker.probe-interval", "100ms",
                "rivulet.gateway.probe-interval", "100ms");
        try (TestSystem system = TestSystem.inSharedKafka(1, 1, settings)) {
            for (int i = 0; i < FEW; i++) {
                TestSystem.observe(system.client(0).stream("s-" + i, "first"));
            }

            addPartitions(system, "prompt-requests", "chunk-events", "turn-results");

            await().until(() -> system.obstacles().contains("failed"));
            await().until(() -> system.client(0).get("/readyz").statusCode() == 503);
            assertThat(system.client(0).post(system.client(0).base() + "/v1/sessions/s-0/turns",
                    Map.of("prompt", "second")).statusCode()).isEqualTo(503);
            assertThatThrownBy(() -> Worker.start(system.config(Map.of()))).isInstanceOf(UnfitTopicException.class)
                    .hasMessageContaining("has 3 partitions and the topics have 7")
                    .hasMessageContaining("./rivulet repartition");
            assertThatThrownBy(() -> Gateway.start(system.config(Map.of()))).isInstanceOf(UnfitTopicException.class);

            system.stopWorkers();
            String prefix = system.topic("mended-");
            new Repartition(system.config(Map.of()), prefix, MORE, line -> {}).run();
            try (TestSystem mended = TestSystem.inSharedKafka(1, 1, Map.of("rivulet.topics.prefix", prefix))) {
                assertThat(TestSystem.observe(mended.client(0).stream("s-0", "second")).text())
                        .startsWith("turn 2 | user: first");
            }
        }
    }

    private static void addPartitions(TestSystem system, String... topics) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", system.bootstrapServers()))) {
            for (String topic : List.of(topics)) {
                admin.createPartitions(Map.of(system.topic(topic), NewPartitions.increaseTo(MORE))).all().get(30,
                        TimeUnit.SECONDS);
            }
            // Acknowledged by the controller; brokers learn of it later.
            List<String> names = Stream.of(topics).map(system::topic).toList();
            await().until(() -> admin.describeTopics(names).allTopicNames().get(30, TimeUnit.SECONDS).values().stream()
                    .allMatch(topic -> topic.partitions().size() == MORE));
        }
    }
}
