package dev.rivulet.gateway.log.usage;

import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.schemas.json.Json;
import dev.rivulet.schemas.json.UnreadableRecordException;
import dev.rivulet.schemas.topic.SessionPartition;
import dev.rivulet.schemas.usage.UsageTotal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads the topic {@code usage}, from the first of the days that are asked for on. One request at a time: it is asked
 * for seldom. Thread-safe; blocks.
 */
public final class UsageLog {

    private static final Duration POLL = Duration.ofMillis(200);

    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final String topic;
    private final int most;
    private final Duration timeout;
    private final Semaphore permit = new Semaphore(1);

    /**
     * @param most how many sums are collected for an answer
     * @param timeout of a request, with its wait for others
     */
    public UsageLog(Supplier<Consumer<byte[], byte[]>> consumers, String topic, int most, Duration timeout) {
        this.consumers = consumers;
        this.topic = topic;
        this.most = most;
        this.timeout = timeout;
    }

    /**
     * Returns the sums of some days.
     *
     * @param owner whose; empty: everybody's
     * @param from the first day, in UTC
     * @param to the last day
     * @throws ProblemException {@code kafka_unavailable}; {@code invalid_value} if there are too many
     */
    public List<UsageTotal> read(Optional<String> owner, LocalDate from, LocalDate to) throws InterruptedException {
        long until = System.nanoTime() + timeout.toNanos();
        if (!permit.tryAcquire(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
            throw ProblemException.kafkaUnavailable();
        }
        try (Consumer<byte[], byte[]> consumer = consumers.get()) {
            return new Scan(consumer, owner, from, to, until).read();
        } catch (KafkaException unreachable) {
            throw ProblemException.kafkaUnavailable();
        } finally {
            permit.release();
        }
    }

    /** One pass. */
    private final class Scan {

        private final Consumer<byte[], byte[]> consumer;
        private final Optional<String> owner;
        private final LocalDate from;
        private final String firstDay;
        private final String lastDay;
        private final long until; // System.nanoTime
        private final Map<String, UsageTotal> last = new HashMap<>(); // by key

        Scan(Consumer<byte[], byte[]> consumer, Optional<String> owner, LocalDate from, LocalDate to, long until) {
            this.consumer = consumer;
            this.owner = owner;
            this.from = from;
            this.firstDay = from.toString();
            this.lastDay = to.toString();
            this.until = until;
        }

        List<UsageTotal> read() {
            List<TopicPartition> partitions = partitions();
            consumer.assign(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            DayStart.offsets(consumer, from, ends).forEach(consumer::seek);
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                if (System.nanoTime() - until >= 0) {
                    throw ProblemException.kafkaUnavailable();
                }
                consumer.poll(POLL).forEach(this::add);
            }
            return new ArrayList<>(last.values());
        }

        private List<TopicPartition> partitions() {
            int count = consumer.partitionsFor(topic).size();
            return owner.map(UsageTotal::partitionKey)
                    .map(key -> List.of(new TopicPartition(topic, SessionPartition.ofKey(key, count))))
                    .orElseGet(() -> IntStream.range(0, count)
                            .mapToObj(number -> new TopicPartition(topic, number)).toList());
        }

        private void add(ConsumerRecord<byte[], byte[]> record) {
            if (record.key() == null || record.value() == null) {
                return;
            }
            String key = new String(record.key(), StandardCharsets.UTF_8);
            if (owner.isPresent() && !key.startsWith(UsageTotal.prefix(owner.get()))) {
                return;
            }
            try {
                UsageTotal total = Json.read(record.value(), UsageTotal.class);
                if (total.day().compareTo(firstDay) >= 0 && total.day().compareTo(lastDay) <= 0
                        && owner.map(total.owner()::equals).orElse(true)) {
                    last.put(key, total);
                }
            } catch (UnreadableRecordException hostile) {
                // Whoever may write the topic may write anything.
            }
            if (last.size() > most) {
                throw new ProblemException(ProblemCode.INVALID_VALUE,
                        "There is too much for one answer: ask for fewer days.", "from");
            }
        }
    }
}
