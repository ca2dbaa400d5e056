package dev.rivulet.worker;

import static dev.rivulet.testkit.wait.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.testkit.kafka.SharedKafka;
import dev.rivulet.testkit.llm.Script;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;

/** The producer of events is full: one batch takes all of its buffer, and its topic takes nothing. */
class HeartbeatIT {

    private static final String BUFFER_BYTES = Integer.toString(64 << 20);

    @Test
    void aFullProducerOfEventsDoesNotStopTheHeartbeats() throws Exception {
        try (TestCluster cluster = new TestCluster(Map.of("rivulet.kafka.client.batch.size", BUFFER_BYTES,
                "rivulet.kafka.client.producer.batch.size", "16384", "rivulet.topics.partitions", "1"))) {
            cluster.script("slow", Script.timestamped(100_000).withTiming(Duration.ZERO, Duration.ofMillis(20)));
            cluster.startWorker();
            TurnId turn = cluster.prompt(new SessionId("s-1"), "slow");
            await().until(() -> cluster.deltas(turn, 1).size() > 3);

            try (Admin admin = Admin.create(Map.of("bootstrap.servers", SharedKafka.bootstrapServers()))) {
                admin.deleteTopics(List.of(cluster.topic("chunk-events"))).all().get();
            }
            await("a full buffer").until(HeartbeatIT::aThreadWaitsForBuffer);

            long before = heartbeats(cluster);
            await("heartbeats").until(() -> heartbeats(cluster) > before + 20);
            assertThat(aThreadWaitsForBuffer()).isTrue();
        }
    }

    private static boolean aThreadWaitsForBuffer() throws JMException {
        MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
        for (ObjectName producer : beans.queryNames(new ObjectName("kafka.producer:type=producer-metrics,*"), null)) {
            if ((Double) beans.getAttribute(producer, "waiting-threads") > 0) {
                return true;
            }
        }
        return false;
    }

    /** Returns how many records the heartbeat topic has had. */
    private static long heartbeats(TestCluster cluster) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", SharedKafka.bootstrapServers()), new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            TopicPartition partition = new TopicPartition(cluster.topic("worker-heartbeats"), 0);
            return consumer.endOffsets(List.of(partition)).get(partition);
        }
    }
}
