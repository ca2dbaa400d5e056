package dev.rivulet.worker;

import static dev.rivulet.testkit.wait.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.topic.SessionPartition;
import dev.rivulet.testkit.kafka.SharedKafka;
import dev.rivulet.testkit.llm.Script;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.management.JMException;
import javax.management.ObjectName;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;

/**
 * The producer of events is full: the batch of one partition takes all of its buffer, its topic takes nothing, and
 * another partition has events, too.
 */
class HeartbeatIT {

    private static final int MAX_RECORD_BYTES = 8 << 20;
    private static final String SLOW = "20000"; // milliseconds
    private static final String BUFFER_BYTES = Long.toString(
            ProducerSettings.bufferBytes(MAX_RECORD_BYTES));

    @Test
    void aFullProducerOfEventsDoesNotStopTheHeartbeats() throws Exception {
        try (TestCluster cluster = new TestCluster(Map.of("rivulet.kafka.client.batch.size", BUFFER_BYTES,
                "rivulet.kafka.client.producer.batch.size", "16384", "rivulet.topics.partitions", "2",
                "rivulet.topics.max-record-bytes", Integer.toString(MAX_RECORD_BYTES),
                // Only the clients of Kafka Streams ask again soon. The producer of events does not learn at once that
                // its topic is gone, and waits for room in its buffer meanwhile.
                "rivulet.kafka.client.retry.backoff.ms", SLOW, "rivulet.kafka.client.retry.backoff.max.ms", SLOW,
                "rivulet.kafka.client.producer.retry.backoff.ms", "100",
                "rivulet.kafka.client.consumer.retry.backoff.ms", "100",
                "rivulet.kafka.client.admin.retry.backoff.ms", "100"))) {
            cluster.script("slow", Script.timestamped(100_000).withTiming(Duration.ZERO, Duration.ofMillis(20)));
            String events = "rivulet-" + cluster.startWorker().id() + "-results";
            for (int partition = 0; partition < 2; partition++) {
                TurnId turn = cluster.prompt(sessionIn(partition), "slow");
                await().until(() -> cluster.deltas(turn, 1).size() > 3);
            }

            try (Admin admin = Admin.create(Map.of("bootstrap.servers", SharedKafka.bootstrapServers()))) {
                admin.deleteTopics(List.of(cluster.topic("chunk-events"))).all().get();
            }
            await("a full buffer").until(() -> aThreadWaitsForBuffer(events));

            long before = heartbeats(cluster);
            await("heartbeats").until(() -> heartbeats(cluster) > before + 20);
            assertThat(aThreadWaitsForBuffer(events)).isTrue();
        }
    }

    private static SessionId sessionIn(int partition) {
        return IntStream.range(0, 100).mapToObj(i -> new SessionId("s-" + i))
                .filter(session -> SessionPartition.of(session, 2) == partition).findFirst().orElseThrow();
    }

    private static boolean aThreadWaitsForBuffer(String producer) throws JMException {
        ObjectName metrics = new ObjectName("kafka.producer:type=producer-metrics,client-id=" + producer);
        return (Double) ManagementFactory.getPlatformMBeanServer().getAttribute(metrics, "waiting-threads") > 0;
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
