package dev.rivulet.worker.coordinator.streams;

import dev.rivulet.runtime.FatalErrorHandler;
import dev.rivulet.runtime.kafka.KafkaClients;
import dev.rivulet.runtime.kafka.PublishTimeouts;
import dev.rivulet.runtime.kafka.Topics;
import dev.rivulet.runtime.metrics.KafkaMeters;
import dev.rivulet.schemas.topic.Changelog;
import dev.rivulet.worker.execution.PendingPromptEvents;
import dev.rivulet.worker.liveness.WorkerDirectory;
import dev.rivulet.worker.metrics.TurnMetrics;
import dev.rivulet.worker.placement.Executions;
import dev.rivulet.worker.recovery.AttemptRecovery;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;

/** The running Kafka Streams application of a worker. */
public final class CoordinatorStreams {

    /** The shortest that brokers allow by default ({@code group.min.session.timeout.ms}). */
    public static final Duration SESSION_TIMEOUT = Duration.ofSeconds(6);
    /** Kafka's own default. */
    private static final long DEFAULT_BUFFER_BYTES = 32 << 20;
    /** Records of a partition that wait in memory for the coordination; the consumer pauses there meanwhile. */
    private static final int BUFFERED_RECORDS = 100;
    private static final Duration LONGEST_STANDSTILL = SESSION_TIMEOUT.minusSeconds(1);

    /** Kafka Streams' own default. */
    private static final Duration SHORTEST_TASK_TIMEOUT = Duration.ofMinutes(5);

    private final KafkaStreams streams;
    private final StateDirectory folder;
    private final StallDetector stallDetector;

    private CoordinatorStreams(KafkaStreams streams, StateDirectory folder, StallDetector stallDetector) {
        this.streams = streams;
        this.folder = folder;
        this.stallDetector = stallDetector;
    }

    /**
     * Starts Kafka Streams. Returns before partitions are assigned.
     *
     * @param fatal called when the coordination failed too often
     */
    public static CoordinatorStreams start(KafkaClients clients, Topics topics, CoordinatorSettings settings,
            Executions executions, WorkerDirectory workers, AttemptRecovery recovery,
            PendingPromptEvents pendingPrompts,
            TurnMetrics metrics, KafkaMeters kafkaMeters, FatalErrorHandler fatal) {
        StallDetector stallDetector = StallDetector.start(LONGEST_STANDSTILL);
        Topology topology = CoordinatorTopology.build(topics, settings, executions, workers, recovery, metrics,
                stallDetector, SessionStores.local());
        StateDirectory folder = StateDirectory.of(settings.stateDir());
        KafkaStreams streams = new SummarizedStreams(topology,
                new StreamsConfig(config(clients, topics, settings, folder, metrics)),
                new CoordinatorClients(stallDetector, pendingPrompts));
        streams.setUncaughtExceptionHandler(CoordinationFailures.of(settings, fatal));
        kafkaMeters.bind(scheduler -> new KafkaStreamsMetrics(streams, Tags.empty(), scheduler));
        streams.start();
        return new CoordinatorStreams(streams, folder, stallDetector);
    }

    private static Map<String, Object> config(KafkaClients clients, Topics topics, CoordinatorSettings settings,
            StateDirectory folder, TurnMetrics metrics) {
        Map<String, Object> config = clients.common("coordinator");
        config.put(StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG, RefusedOutputs.class);
        config.putAll(RefusedOutputs.settings(topics, metrics));
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, group(topics));
        config.put(StreamsConfig.STATE_DIR_CONFIG, folder.path().toString());
        config.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, settings.threads());
        config.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, settings.standbyReplicas());
        // The cluster's own default: one copy on one broker, more where the operator wants more.
        config.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, -1);
        config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE);
        config.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 1_000);
        config.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
        // There is no order between commands and results (ADR 10), so neither has to wait until the other is fetched.
        // To find out whether it has, Kafka Streams asks every task twice at each wake-up.
        config.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, StreamsConfig.MAX_TASK_IDLE_MS_DISABLED);
        config.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, SharedRocksDbMemory.class);
        config.put(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG),
                Math.toIntExact(SESSION_TIMEOUT.toMillis()));
        // How soon the other members learn that the partitions of a lost one are reassigned.
        config.put(StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), 500);
        // Kafka Streams' default of 100 ms would delay every terminal.
        config.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 0);
        config.put(StreamsConfig.producerPrefix(ProducerConfig.ACKS_CONFIG), "all");
        config.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), settings.maxStateBytes());
        // What is read at once is bounded by size, so that many large records do not fill the heap. A record that is
        // larger than a fetch may be is read all the same.
        config.put(StreamsConfig.consumerPrefix(ConsumerConfig.FETCH_MAX_BYTES_CONFIG), settings.maxStateBytes());
        config.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, BUFFERED_RECORDS);
        // A record that does not fit the buffer is refused, however large a request may be.
        config.put(StreamsConfig.producerPrefix(ProducerConfig.BUFFER_MEMORY_CONFIG),
                Math.max(DEFAULT_BUFFER_BYTES, settings.maxStateBytes()));
        config.putAll(timeouts(settings.timeouts()));
        return config;
    }

    /**
     * Returns the time-outs of the application's clients. An outage that the executions' producer survives must not
     * fail a task before it. A call of the coordinator blocks for at most {@code max.block.ms}, which must not cost its
     * place in the group.
     */
    static Map<String, Object> timeouts(PublishTimeouts timeouts) {
        Map<String, Object> config = new HashMap<>();
        timeouts.producer(Duration.ZERO)
                .forEach((name, value) -> config.put(StreamsConfig.producerPrefix(name), value));
        config.put(StreamsConfig.consumerPrefix(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG), timeouts.requestMs());
        long longest = Math.max(SHORTEST_TASK_TIMEOUT.toMillis(), 2 * timeouts.publish().toMillis());
        int longestMs = (int) Math.min(Integer.MAX_VALUE, longest);
        config.put(StreamsConfig.TASK_TIMEOUT_MS_CONFIG, (long) longestMs);
        config.put(StreamsConfig.consumerPrefix(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG), longestMs);
        return config;
    }

    /** Returns the consumer group, which is also the application id. */
    static String group(Topics topics) {
        return Changelog.application(topics.prefix());
    }

    /** Returns whether partitions are assigned and their state is restored. */
    public boolean ready() {
        return streams.state() == KafkaStreams.State.RUNNING;
    }

    /**
     * Leaves the group, so that other workers get the partitions at once, and stops. Waits for at most {@code timeout}.
     */
    public void close(Duration timeout) {
        streams.close(CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP)
                .withTimeout(timeout));
        stallDetector.close();
        folder.close();
    }
}
