package dev.rivulet.local.chaos.hostile;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes hostile records to the topics of a running system. {@link #write} is for one thread; the rest for any. */
public final class HostileWriter implements AutoCloseable {

    /** A header of every hostile record: tells it from those of the system. */
    public static final String MARK = "hostile";

    private static final Duration END = Duration.ofSeconds(30);
    private static final int LARGEST_REQUEST = 64 << 20;

    private final HostileRecords records;
    private final Producer<byte[], byte[]> producer;
    private final Set<String> haveToEnd = ConcurrentHashMap.newKeySet();
    private final AtomicLong written = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();

    /** @param owners what the ids of a client's sessions begin with in Kafka, by its number */
    public HostileWriter(String bootstrapServers, long seed, IntFunction<String> owners) {
        records = new HostileRecords(seed, owners);
        producer = new KafkaProducer<>(Map.of("bootstrap.servers", bootstrapServers, "compression.type", "gzip",
                "max.request.size", LARGEST_REQUEST, "buffer.memory", (long) LARGEST_REQUEST, "linger.ms", 20,
                "enable.idempotence", false, "acks", "1"),
                new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Writes for some time. */
    public void write(Duration length, int recordsPerSecond) throws InterruptedException {
        long begin = System.nanoTime();
        long pause = Duration.ofSeconds(1).toNanos() / recordsPerSecond;
        for (long i = 0; System.nanoTime() - begin < length.toNanos(); i++) {
            send(records.next(System.currentTimeMillis()));
            long early = begin + i * pause - System.nanoTime();
            if (early > 0) {
                Thread.sleep(Duration.ofNanos(early));
            }
        }
    }

    private void send(RecordDraft draft) {
        ProducerRecord<byte[], byte[]> record = draft.record();
        String turn = draft.hasToEnd ? draft.turn() : "";
        producer.send(record, (metadata, failure) -> {
            if (failure != null) {
                refused.incrementAndGet();
                return;
            }
            written.incrementAndGet();
            if (!turn.isEmpty()) {
                haveToEnd.add(turn);
            }
        });
    }

    /** Returns the turns whose prompts Kafka acknowledged and that can be named: they have to end. */
    public Set<String> turnsThatHaveToEnd() {
        return Set.copyOf(haveToEnd);
    }

    /** Returns the number of records that Kafka acknowledged. */
    public long written() {
        return written.get();
    }

    /** Returns the number of records that Kafka refused. */
    public long refused() {
        return refused.get();
    }

    @Override
    public void close() {
        producer.close(END);
    }
}
