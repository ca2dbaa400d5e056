package dev.rivulet.worker.coordinator.streams;

import dev.rivulet.runtime.config.ModelLimits;
import dev.rivulet.runtime.kafka.PublishTimeouts;
import dev.rivulet.runtime.kafka.Topics;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.Command;
import dev.rivulet.schemas.event.ChunkEvent;
import dev.rivulet.schemas.event.ChunkHeaders;
import dev.rivulet.schemas.json.Json;
import dev.rivulet.schemas.result.Outcome;
import dev.rivulet.schemas.result.TurnFinished;
import dev.rivulet.worker.coordinator.session.ActiveTurns;
import dev.rivulet.worker.coordinator.session.Conversation;
import dev.rivulet.worker.coordinator.session.OpenTurn;
import dev.rivulet.worker.coordinator.session.SessionScript;
import dev.rivulet.worker.execution.TurnJob;
import dev.rivulet.worker.execution.WorkerLoad;
import dev.rivulet.worker.liveness.WorkerDirectory;
import dev.rivulet.worker.metrics.TurnMetrics;
import dev.rivulet.worker.placement.Executions;
import dev.rivulet.worker.placement.WorkerPlacement;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.test.TestRecord;

/** The coordinator's real topology, driven record by record without Kafka. */
final class CoordinatorDriver implements AutoCloseable {

    static final PublishTimeouts TIMEOUTS = new PublishTimeouts(Duration.ofMinutes(2));
    static final ModelLimits MODELS = new ModelLimits(Optional.of(List.of("allowed")), Optional.of(100));
    static final int RECORD_BYTES = 64 << 10;
    /** More than a record takes. */
    private static final long ACTIVE_TURN_BYTES = 64 << 20;
    static final Duration RETENTION = Duration.ofDays(30);
    static final int FOLLOWER_COUNTS = 3;

    final RecordedExecutions executions = new RecordedExecutions();
    final RecordedRemote remote = new RecordedRemote();
    /** How many more turns this worker could start. */
    int ownRoom = 1_000;
    final RecordedRecovery recovery = new RecordedRecovery();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final WorkerDirectory workers;
    final AtomicLong processClock = new AtomicLong();
    final StallDetector stallDetector = new StallDetector(Duration.ofSeconds(5), processClock::get, () -> 0);
    private final TopologyTestDriver driver;
    private final String worker;
    private final long activeTurnBytes;
    private Instant now;
    private int turns;

    CoordinatorDriver(String worker, Instant now, Path stateDir) {
        this(worker, now, stateDir, 1, State.EMPTY);
    }

    /** @param stateBytes the largest record that the changelogs take */
    CoordinatorDriver(String worker, Instant now, Path stateDir, int stateBytes) {
        this(worker, now, stateDir, stateBytes, 1, State.EMPTY);
    }

    /** @param partitions how many the topics are said to have; all records come in partition 0 */
    CoordinatorDriver(String worker, Instant now, Path stateDir, int partitions, State state) {
        this(worker, now, stateDir, 3 * RECORD_BYTES, partitions, state);
    }

    CoordinatorDriver(String worker, Instant now, Path stateDir, int stateBytes, int partitions, State state) {
        this(worker, now, stateDir, stateBytes, partitions, state, ACTIVE_TURN_BYTES);
    }

    /** @param activeTurnBytes how much the turns of all sessions may take in the heap */
    CoordinatorDriver(String worker, Instant now, Path stateDir, long activeTurnBytes, State state) {
        this(worker, now, stateDir, 3 * RECORD_BYTES, 1, state, activeTurnBytes);
    }

    private CoordinatorDriver(String worker, Instant now, Path stateDir, int stateBytes, int partitions, State state,
            long activeTurnBytes) {
        this.activeTurnBytes = activeTurnBytes;
        this.worker = worker;
        this.now = now;
        this.workers = new WorkerDirectory(worker, 3);
        CoordinatorSettings settings = new CoordinatorSettings(worker, SessionScript.LIMITS, MODELS, 1, 0,
                Optional.empty(), RETENTION, RETENTION, 5, Duration.ofMinutes(5), RECORD_BYTES, stateBytes,
                activeTurnBytes, FOLLOWER_COUNTS, TIMEOUTS);
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
        config.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
        driver = new TopologyTestDriver(CoordinatorTopology.build(new Topics("", partitions), settings,
                new Executions(executions, remote, new WorkerPlacement(worker, workers,
                        () -> Optional.of(new WorkerLoad(0, 0, ownRoom)))),
                workers, recovery, new TurnMetrics(meters, Set.of()),
                stallDetector,
                stores(state)), config, now);
    }

    /** Another worker, with the state that had reached Kafka at some moment. */
    CoordinatorDriver takenOverBy(String other, State state, Path stateDir) {
        CoordinatorDriver there = new CoordinatorDriver(other, now, stateDir, 3 * RECORD_BYTES, 1, state,
                activeTurnBytes);
        there.turns = turns;
        return there;
    }

    private static SessionStores stores(State state) {
        return new SessionStores(new RestoredStore(SessionStores.ACTIVE_TURNS, state.active()),
                new RestoredStore(SessionStores.CONVERSATIONS, state.conversations()));
    }

    TurnId mint() {
        return mint(now);
    }

    TurnId mint(Instant at) {
        return new TurnId(new UUID(at.toEpochMilli() << 16 | 0x7000 | ++turns, 0x8000_0000_0000_0000L));
    }

    void send(Command command) {
        commands(command.sessionId().value(), Json.write(command));
    }

    void commands(String key, byte[] value) {
        commands(key, value, new RecordHeaders());
    }

    void commands(String key, byte[] value, Headers headers) {
        input("prompt-requests").pipeInput(new TestRecord<>(key == null ? null : key.getBytes(), value, headers));
    }

    void results(String key, byte[] value) {
        input("turn-results").pipeInput(new TestRecord<>(key.getBytes(), value));
    }

    /** The execution of the newest job brings its answer. */
    TurnFinished answer(String text) {
        TurnJob job = executions.started.getLast();
        TurnFinished result = SessionScript.result(job.turn(), job.attempt(), worker,
                new Outcome.Completed("stop", null), text);
        results(job.session().value(), Json.write(result));
        return result;
    }

    /** What was written to a topic since the last look. */
    List<TestRecord<byte[], byte[]>> output(String topic) {
        return driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
    }

    record Shown(TurnId turn, ChunkEvent event) {}

    /** What readers of turns are shown. */
    List<Shown> shown() {
        return all().stream().filter(shown -> !(shown.event() instanceof ChunkEvent.OfSession)).toList();
    }

    /** What those are shown who follow the session. */
    List<Shown> all() {
        return output("chunk-events").stream()
                .flatMap(record -> ChunkHeaders.read(record.headers())
                        .map(headers -> new Shown(headers.turn(), Json.read(record.value(), headers.type().event())))
                        .stream())
                .toList();
    }

    List<TurnFinished> reported() {
        return output("turn-results").stream().map(record -> Json.read(record.value(), TurnFinished.class)).toList();
    }

    ActiveTurns active(SessionId session) {
        byte[] stored = driver.<String, byte[]>getKeyValueStore(SessionStores.ACTIVE_TURNS).get(session.value());
        return stored == null ? null : Json.read(stored, ActiveTurns.class);
    }

    /** Puts something else in place of the stored turns of a session. */
    void overwriteActive(SessionId session, byte[] stored) {
        driver.<String, byte[]>getKeyValueStore(SessionStores.ACTIVE_TURNS).put(session.value(), stored);
    }

    /** Puts something else in place of the stored conversation of a session. */
    void overwriteConversation(SessionId session, byte[] stored) {
        driver.<String, byte[]>getKeyValueStore(SessionStores.CONVERSATIONS).put(session.value(), stored);
    }

    /** Time passes, with the coordinator's own look after its sessions. */
    void passes(Duration time) {
        advance(time);
        // The coordinator looks several times before it believes that a turn is lost.
        for (int i = 0; i < 3; i++) {
            advance(Duration.ofMillis(250));
        }
    }

    private void advance(Duration time) {
        now = now.plus(time);
        driver.advanceWallClockTime(time);
    }

    /** What the changelogs would bring to another worker. */
    record State(Map<String, ActiveTurns> active, Map<String, Conversation> conversations) {

        static final State EMPTY = new State(Map.of(), Map.of());

        /** State of any shape: it is only written as JSON. */
        @SuppressWarnings("unchecked")
        static State ofAnyShape(Map<String, ?> active, Map<String, ?> conversations) {
            return new State((Map<String, ActiveTurns>) active, (Map<String, Conversation>) conversations);
        }
    }

    State state() {
        return new State(all(SessionStores.ACTIVE_TURNS, ActiveTurns.class),
                all(SessionStores.CONVERSATIONS, Conversation.class));
    }

    /** The state without the start of the session's open turn, as a crash right after it would leave it. */
    State stateBeforeTheClaim(SessionId session) {
        State state = state();
        ActiveTurns turns = state.active().get(session.value());
        OpenTurn open = turns.open();
        state.active().put(session.value(), new ActiveTurns(
                new OpenTurn(open.request(), open.attempt(), open.owner(), open.term(), 0, null, false, null, null,
                        null, open.coordinator(), null),
                turns.queue()));
        return state;
    }

    private <T> Map<String, T> all(String store, Class<T> type) {
        Map<String, T> entries = new HashMap<>();
        try (KeyValueIterator<String, byte[]> iterator = driver.<String, byte[]>getKeyValueStore(store).all()) {
            iterator.forEachRemaining(entry -> entries.put(entry.key, Json.read(entry.value, type)));
        }
        return entries;
    }

    @Override
    public void close() {
        driver.close();
    }

    private TestInputTopic<byte[], byte[]> input(String topic) {
        return driver.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer());
    }
}
