package dev.rivulet.worker.placement;

import dev.rivulet.runtime.kafka.Topics;
import dev.rivulet.schemas.topic.Topic;
import dev.rivulet.worker.execution.LocalExecutions;
import dev.rivulet.worker.execution.TurnRecords;
import dev.rivulet.worker.metrics.TurnMetrics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.utils.Utils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the jobs for this worker, on a thread of its own, without a consumer group: the partition of
 * {@code turn-jobs} into which its id hashes, from its end on. What was there before is for others: no process has this
 * worker's id but this one.
 */
public final class JobReader implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(JobReader.class);
    private static final Duration POLL = Duration.ofSeconds(1);

    private final Consumer<byte[], byte[]> consumer;
    private final byte[] key;
    private final JobIntake intake;
    private final Thread thread;

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
        this.consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.key = worker.getBytes(StandardCharsets.US_ASCII);
        this.intake = new JobIntake(executions,
                (turn, attempt, begun) -> records.giveUp(turn, attempt, worker, begun), metrics);
        String topic = topics.name(Topic.TURN_JOBS);
        int partitions = consumer.partitionsFor(topic).size();
        // As Kafka's default partitioner does for the jobs' key.
        TopicPartition own = new TopicPartition(topic, Utils.toPositive(Utils.murmur2(key)) % partitions);
        consumer.assign(List.of(own));
        consumer.seekToEnd(List.of(own));
        consumer.position(own);
        this.thread = Thread.ofPlatform().daemon().name("job-reader").start(this::read);
    }

    private void read() {
        try (consumer) {
            while (true) {
                try {
                    consumer.poll(POLL).forEach(this::handle);
                } catch (WakeupException closed) {
                    return;
                } catch (RuntimeException failure) {
                    // This thread must go on: without it the turns that are placed here never begin.
                    LOG.atWarn().setCause(failure).log("jobs could not be read");
                    LockSupport.parkNanos(POLL.toNanos());
                }
            }
        }
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
        consumer.wakeup();
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
