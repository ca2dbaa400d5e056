package dev.rivulet.worker.placement;

import dev.rivulet.runtime.kafka.PartitionReader;
import dev.rivulet.runtime.kafka.Topics;
import dev.rivulet.schemas.topic.SessionPartition;
import dev.rivulet.schemas.topic.Topic;
import dev.rivulet.worker.execution.LocalExecutions;
import dev.rivulet.worker.execution.TurnRecords;
import dev.rivulet.worker.metrics.TurnMetrics;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the jobs for this worker, on a thread of its own, without a consumer group: the partition of
 * {@code turn-jobs} into which its id hashes, from its end on. What was there before is for others: no process has this
 * worker's id but this one.
 */
public final class JobReader implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(JobReader.class);

    private final byte[] key;
    private final JobIntake intake;
    private final PartitionReader reader;

    /**
     * Returns when everything that is written from now on will be read.
     *
     * @param settings of the consumer; changed here
     * @param maxRecordBytes the largest job
     */
    public JobReader(Map<String, Object> settings, Topics topics, String worker, int maxRecordBytes,
            LocalExecutions executions, TurnRecords records, TurnMetrics metrics) {
        // If jobs were deleted that this worker has not read, those after them are read.
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, maxRecordBytes);
        Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        this.key = worker.getBytes(StandardCharsets.US_ASCII);
        this.intake = new JobIntake(executions,
                (turn, attempt, begun) -> records.giveUp(turn, attempt, worker, begun), metrics);
        String topic = topics.name(Topic.TURN_JOBS);
        int partition = SessionPartition.ofKey(key, consumer.partitionsFor(topic).size());
        this.reader = new PartitionReader(consumer, new TopicPartition(topic, partition), "job-reader", "jobs",
                this::handle);
    }

    private void handle(ConsumerRecord<byte[], byte[]> record) {
        if (!Arrays.equals(key, record.key()) || record.value() == null) {
            return;
        }
        try {
            intake.handle(record.value());
        } catch (RuntimeException fault) {
            // The jobs after it are not its own.
            LOG.atError().setCause(fault).log("a job could not be begun");
        }
    }

    @Override
    public void close() {
        reader.close();
    }
}
