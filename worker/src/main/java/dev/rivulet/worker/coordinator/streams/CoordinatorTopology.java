package dev.rivulet.worker.coordinator.streams;

import dev.rivulet.runtime.kafka.Topics;
import dev.rivulet.schemas.topic.Topic;
import dev.rivulet.worker.coordinator.session.AttemptLiveness;
import dev.rivulet.worker.coordinator.session.SessionMachine;
import dev.rivulet.worker.coordinator.session.Term;
import dev.rivulet.worker.liveness.WorkerDirectory;
import dev.rivulet.worker.metrics.TurnMetrics;
import dev.rivulet.worker.placement.Executions;
import dev.rivulet.worker.recovery.AttemptRecovery;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.TimestampExtractor;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The Kafka Streams topology of a worker: commands and results in; terminals, claims and results out. All topics are
 * keyed by session and have the same partition count, so a session's inputs and state meet in one task.
 */
final class CoordinatorTopology {

    static final String COORDINATOR = "coordinator";
    static final String FOLLOWER_COUNTER = "follower-counter";
    static final String CHUNK_EVENTS = "chunk-events";
    static final String CLAIMS = "claims";
    static final String TURN_RESULTS = "turn-results";
    static final String DEAD_LETTERS = "dead-letters";
    static final String NOTICES = "notices";

    private static final String COMMANDS = "commands";
    private static final String COMMAND_READER = "command-reader";
    private static final String RESULTS = "results";
    private static final String RESULT_READER = "result-reader";

    private CoordinatorTopology() {}

    static Topology build(Topics topics, CoordinatorSettings settings, Executions executions, WorkerDirectory workers,
            AttemptRecovery recovery, TurnMetrics metrics, StallDetector stallDetector, SessionStores stores) {
        ActiveTurnMemory memory = new ActiveTurnMemory(settings.activeTurnBytes());
        metrics.waitingMemoryGauge("session", memory, ActiveTurnMemory::heldBytes);
        Supplier<SessionMachine> terms = () -> new SessionMachine(
                new Term(settings.worker(), UUID.randomUUID().toString(), GroupGeneration.ofThisThread()),
                settings.limits(), memory::hasRoom, executions.placement());
        AttemptLiveness liveness = open -> open.owner().equals(settings.worker())
                ? !executions.local().knows(open.sessionTurn(), open.attempt())
                : workers.isDead(open.owner());
        SupersededTerms superseded = new SupersededTerms(workers::isDead);
        InputLimits limits = new InputLimits(topics, settings.maxRecordBytes(), settings.limits().clockTolerance(),
                settings.models());
        ByteArrayDeserializer bytes = new ByteArrayDeserializer();
        Topology topology = new Topology();
        TimestampExtractor timestamps = new BoundedTimestamps(System::currentTimeMillis);
        topology.addSource(AutoOffsetReset.earliest(), COMMANDS, timestamps, bytes, bytes,
                topics.name(Topic.PROMPT_REQUESTS));
        topology.addSource(AutoOffsetReset.earliest(), RESULTS, timestamps, bytes, bytes,
                topics.name(Topic.TURN_RESULTS));
        topology.addProcessor(COMMAND_READER, () -> new CommandReader(limits, metrics), COMMANDS);
        topology.addProcessor(RESULT_READER, () -> new ResultReader(limits, metrics), RESULTS);
        topology.addProcessor(COORDINATOR,
                () -> new TurnCoordinator(terms, executions, liveness, recovery, metrics, stallDetector, superseded,
                        topics,
                        settings, memory),
                COMMAND_READER, RESULT_READER);
        Semaphore counts = new Semaphore(settings.followerCounts());
        topology.addProcessor(FOLLOWER_COUNTER, () -> new FollowerCounter(counts, stallDetector), COMMAND_READER);
        topology.addStateStore(store(stores.activeTurns(), settings.maxStateBytes()), COORDINATOR);
        topology.addStateStore(store(stores.conversations(), settings.maxStateBytes()), COORDINATOR);
        topology.addSink(CHUNK_EVENTS, topics.name(Topic.CHUNK_EVENTS), new StringSerializer(),
                new ByteArraySerializer(), COORDINATOR, FOLLOWER_COUNTER);
        topology.addSink(CLAIMS, topics.name(Topic.PROMPT_REQUESTS), new StringSerializer(),
                new ByteArraySerializer(), COORDINATOR);
        topology.addSink(TURN_RESULTS, topics.name(Topic.TURN_RESULTS), new StringSerializer(),
                new ByteArraySerializer(), COMMAND_READER, COORDINATOR);
        topology.addSink(NOTICES, topics.name(Topic.WORKER_HEARTBEATS), new StringSerializer(),
                new ByteArraySerializer(), COORDINATOR);
        topology.addSink(DEAD_LETTERS, topics.name(Topic.DEAD_LETTERS), new ByteArraySerializer(),
                new ByteArraySerializer(), COMMAND_READER, RESULT_READER, COORDINATOR);
        return topology;
    }

    /**
     * A store of JSON, which {@link SessionStates} reads and writes. Without the cache of Kafka Streams: state that is
     * only in memory is lost with the process.
     */
    private static StoreBuilder<KeyValueStore<String, byte[]>> store(KeyValueBytesStoreSupplier supplier,
            int maxBytes) {
        return Stores.keyValueStoreBuilder(supplier, Serdes.String(), Serdes.ByteArray()).withCachingDisabled()
                .withLoggingEnabled(Map.of(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(maxBytes),
                        TopicConfig.COMPRESSION_TYPE_CONFIG, Topic.UNCOMPRESSED));
    }
}
