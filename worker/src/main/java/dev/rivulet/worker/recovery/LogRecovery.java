package dev.rivulet.worker.recovery;

import dev.rivulet.runtime.kafka.Topics;
import dev.rivulet.schemas.result.TurnFinished;
import dev.rivulet.schemas.topic.SessionPartition;
import dev.rivulet.schemas.topic.Topic;
import dev.rivulet.worker.execution.TurnRecords;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads from {@code chunk-events} what lost attempts had produced, on a thread of its own, because the coordinator must
 * not wait for it. A worker that dies can leave thousands of attempts, so those of one partition share one pass over
 * it. Failures are retried. What is not done when this process ends, the next coordinator submits again.
 */
public final class LogRecovery implements AttemptRecovery, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LogRecovery.class);
    /** The most attempts of one pass: bounds the text in memory. */
    private static final int BATCH = 256;
    private static final long RETRY_MS = 1_000;

    private final BlockingQueue<LostAttempt> submitted = new LinkedBlockingQueue<>();
    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final Topics topics;
    private final TurnRecords records;
    private final Thread thread;

    private LogRecovery(Supplier<Consumer<byte[], byte[]>> consumers, Topics topics, TurnRecords records) {
        this.consumers = consumers;
        this.topics = topics;
        this.records = records;
        this.thread = Thread.ofPlatform().daemon().name("attempt-recovery").unstarted(this::run);
    }

    /** @param settings of the consumers; changed here */
    public static LogRecovery start(Map<String, Object> settings, Topics topics, TurnRecords records) {
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        LogRecovery recovery = new LogRecovery(
                () -> new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer()), topics,
                records);
        recovery.thread.start();
        return recovery;
    }

    @Override
    public void submit(LostAttempt attempt) {
        submitted.add(attempt);
    }

    private void run() {
        try {
            while (true) {
                List<LostAttempt> batch = new ArrayList<>(List.of(submitted.take()));
                submitted.drainTo(batch, BATCH - 1);
                try {
                    recover(batch);
                } catch (InterruptException closed) {
                    return;
                } catch (KafkaException | ExecutionException failure) {
                    LOG.atWarn().addKeyValue("attempts", batch.size()).setCause(failure)
                            .log("lost attempts could not be recovered, retrying");
                    submitted.addAll(batch);
                    Thread.sleep(RETRY_MS);
                }
            }
        } catch (InterruptedException closed) {
            LOG.atDebug().log("recovery of lost attempts stopped");
        }
    }

    /** Writes the results of some attempts. A result that is written twice does no harm: the first ends the turn. */
    private void recover(List<LostAttempt> batch) throws ExecutionException, InterruptedException {
        Map<Integer, List<RecoveredAttempt>> byPartition = batch.stream().distinct().map(RecoveredAttempt::new)
                .collect(Collectors.groupingBy(attempt -> SessionPartition.of(attempt.lost().end().sessionId(),
                        topics.partitions())));
        try (Consumer<byte[], byte[]> consumer = consumers.get()) {
            for (Map.Entry<Integer, List<RecoveredAttempt>> wanted : byPartition.entrySet()) {
                TopicPartition partition = new TopicPartition(topics.name(Topic.CHUNK_EVENTS), wanted.getKey());
                new PartitionScan(consumer, partition).read(wanted.getValue());
                for (RecoveredAttempt attempt : wanted.getValue()) {
                    publish(attempt);
                }
            }
        }
    }

    private void publish(RecoveredAttempt attempt) throws ExecutionException, InterruptedException {
        TurnFinished result = attempt.result();
        records.publish(result).get();
        LOG.atInfo().addKeyValue("session", result.sessionId()).addKeyValue("turn", result.turnId())
                .addKeyValue("attempt", result.attempt()).addKeyValue("owner", attempt.lost().owner())
                .addKeyValue("deltas", result.seq()).log("turn of a lost attempt ended");
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
