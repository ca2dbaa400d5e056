package dev.rivulet.gateway.log.usage;

import dev.rivulet.gateway.log.tail.Readiness;
import dev.rivulet.gateway.quota.Spending;
import dev.rivulet.schemas.json.Json;
import dev.rivulet.schemas.json.UnreadableRecordException;
import dev.rivulet.schemas.usage.UsageTotal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the topic {@code usage} from the first day of the month on, for budgets, on a thread of its own. After a
 * failure it goes on where it was.
 */
public final class UsageTail implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(UsageTail.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final String topic;
    private final Spending spending;
    private final Map<TopicPartition, Long> positions = new HashMap<>(); // behind what was read; owned by the thread
    private final Readiness ready = new Readiness();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = Thread.ofPlatform().daemon().name("usage-tail").unstarted(this::run);
    private boolean failing; // and that was logged; owned by the thread

    /** @param spending is told what is read */
    public UsageTail(Supplier<Consumer<byte[], byte[]>> consumers, String topic, Spending spending) {
        this.consumers = consumers;
        this.topic = topic;
        this.spending = spending;
    }

    public void start() {
        thread.start();
    }

    /** Returns what it waits for: that all was read that was in the topic when it began, or that it was closed. */
    public Readiness readiness() {
        return ready;
    }

    private void run() {
        try {
            while (closing.getCount() > 0) {
                try (Consumer<byte[], byte[]> consumer = consumers.get()) {
                    follow(consumer);
                } catch (KafkaException failure) {
                    failed(failure);
                }
            }
        } finally {
            ready.reached(); // nobody must wait for ever
        }
    }

    private void follow(Consumer<byte[], byte[]> consumer) {
        List<PartitionInfo> infos = consumer.partitionsFor(topic);
        if (infos == null || infos.isEmpty()) {
            throw new KafkaException("there is no topic " + topic);
        }
        List<TopicPartition> partitions = infos.stream().map(one -> new TopicPartition(topic, one.partition()))
                .toList();
        consumer.assign(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        seek(consumer, ends);
        while (closing.getCount() > 0) {
            consumer.poll(POLL).forEach(this::read);
            failing = false;
            partitions.forEach(one -> positions.put(one, consumer.position(one)));
            if (!ready.isReached() && partitions.stream().allMatch(one -> positions.get(one) >= ends.get(one))) {
                spending.caughtUp();
                ready.reached();
            }
        }
    }

    /** From the first day of the month on, or from where it was. */
    private void seek(Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        LocalDate month = LocalDate.now(ZoneOffset.UTC).withDayOfMonth(1);
        DayStart.offsets(consumer, month, ends).forEach((one, start) ->
        // Behind the end, if the topic was made anew.
        consumer.seek(one, Math.min(ends.get(one), Math.max(start, positions.getOrDefault(one, start)))));
    }

    private void read(ConsumerRecord<byte[], byte[]> record) {
        if (record.key() == null || record.value() == null) {
            return;
        }
        try {
            spending.apply(new String(record.key(), StandardCharsets.UTF_8),
                    Json.read(record.value(), UsageTotal.class));
        } catch (UnreadableRecordException hostile) {
            // Whoever may write the topic may write anything.
        }
    }

    private void failed(KafkaException failure) {
        if (closing.getCount() > 0 && !failing) {
            failing = true;
            LOG.atWarn().addKeyValue("cause", failure.toString())
                    .log("usage cannot be read; budgets have what was read");
        }
        try {
            closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stop) {
            closing.countDown();
        }
    }

    /** Stops reading. Blocks until the thread has ended. */
    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
