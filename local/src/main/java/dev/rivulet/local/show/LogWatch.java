package dev.rivulet.local.show;

import dev.rivulet.runtime.kafka.KafkaClients;
import dev.rivulet.schemas.event.ChunkHeaders;
import dev.rivulet.schemas.event.EventType;
import dev.rivulet.schemas.topic.Topic;
import dev.rivulet.worker.liveness.StopNotice;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the newest records of {@code chunk-events} and {@code worker-heartbeats} on a thread of its own: who writes
 * which turn of a session, and when each worker was last heard of. Thread-safe.
 */
final class LogWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LogWatch.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final int MOST_SESSIONS = 1_000;

    private final String events;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<String, Long> heartbeats = new ConcurrentHashMap<>(); // by worker, in ms since the epoch
    private final Map<String, Position> sessions = newestSessions(); // guarded by itself
    private final Thread thread;
    private volatile boolean closed;

    /**
     * The newest record of the turn that a session wrote last.
     *
     * @param worker who published it
     * @param writing whether its turn has not ended
     */
    record Position(String turnId, String worker, int attempt, int partition, long offset, boolean writing) {}

    private LogWatch(KafkaClients kafka, String prefix) {
        Map<String, Object> settings = kafka.common("watch");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        events = Topic.CHUNK_EVENTS.named(prefix);
        List<TopicPartition> partitions = Stream.of(events, Topic.WORKER_HEARTBEATS.named(prefix))
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition())).toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        thread = Thread.ofPlatform().name("log-watch").daemon().start(this::run);
    }

    /**
     * Starts to read.
     *
     * @param prefix of the topics, which must exist
     */
    static LogWatch start(KafkaClients kafka, String prefix) {
        return new LogWatch(kafka, prefix);
    }

    private static Map<String, Position> newestSessions() {
        return new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Position> eldest) {
                return size() > MOST_SESSIONS;
            }
        };
    }

    private void run() {
        try (consumer) {
            while (!closed) {
                try {
                    consumer.poll(POLL).forEach(this::take);
                } catch (WakeupException closing) {
                    return;
                } catch (KafkaException failure) {
                    LOG.atWarn().addKeyValue("error", failure.toString()).log("the log cannot be read now");
                }
            }
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        if (record.key() == null) {
            return;
        }
        String key = new String(record.key(), StandardCharsets.UTF_8);
        if (record.topic().equals(events)) {
            ChunkHeaders.read(record.headers()).ifPresent(headers -> takeEvent(key, headers, record));
        } else if (record.value() == null) {
            heartbeats.remove(key);
        } else if (!StopNotice.isKey(key)) {
            heartbeats.put(key, record.timestamp());
        }
    }

    private void takeEvent(String session, ChunkHeaders headers, ConsumerRecord<byte[], byte[]> record) {
        boolean written = headers.type() == EventType.STARTED || headers.type().part();
        String turn = headers.turn().toString();
        synchronized (sessions) {
            Position last = sessions.get(session);
            boolean ends = headers.type().terminal() && last != null && last.turnId().equals(turn);
            if (written) {
                String owner = new String(record.headers().lastHeader(ChunkHeaders.OWNER).value(),
                        StandardCharsets.US_ASCII);
                sessions.put(session, new Position(turn, owner, headers.attempt(), record.partition(),
                        record.offset(), true));
            } else if (ends) {
                sessions.put(session, new Position(turn, last.worker(), last.attempt(), record.partition(),
                        record.offset(), false));
            }
        }
    }

    /** Returns where the session's newest turn is; empty if none was written since this started. */
    Optional<Position> position(String session) {
        synchronized (sessions) {
            return Optional.ofNullable(sessions.get(session));
        }
    }

    /** Returns the time since the worker's last heartbeat in milliseconds; empty if it has sent none. */
    OptionalLong silentMs(String worker) {
        Long beat = heartbeats.get(worker);
        return beat == null
                ? OptionalLong.empty()
                : OptionalLong.of(Math.max(0, System.currentTimeMillis() - beat));
    }

    @Override
    public void close() {
        closed = true;
        consumer.wakeup();
        try {
            thread.join();
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }
}
