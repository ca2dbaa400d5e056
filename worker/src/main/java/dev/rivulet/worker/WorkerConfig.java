package dev.rivulet.worker;

import dev.rivulet.runtime.config.Limits;
import dev.rivulet.worker.liveness.WorkerRole;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code rivulet.worker}: the limits and time-outs of a worker. */
public interface WorkerConfig {

    String PREFIX = "rivulet.worker";

    /** What this worker does. At least one worker of an installation must have each role. */
    @WithDefault("coordinate,execute")
    Set<@WithConverter(WorkerRole.Parser.class) WorkerRole> roles();

    /** Port for {@code /healthz}, {@code /readyz} and {@code /metrics}; 0: none. */
    @WithDefault("0")
    @WithConverter(Limits.Port.class)
    int httpPort();

    /** The address for that port. */
    @WithDefault("127.0.0.1")
    String httpHost();

    /** Threads of the coordination (Kafka Streams). */
    @WithDefault("1")
    @WithConverter(Limits.PositiveInt.class)
    int coordinatorThreads();

    /** After so many failures of its threads within the window, the process ends. */
    @WithDefault("5")
    @WithConverter(Limits.PositiveInt.class)
    int maxCoordinationFailures();

    /** How long a failure of the coordination is counted. */
    @WithDefault("5m")
    @WithConverter(Limits.PositiveDuration.class)
    Duration coordinationFailureWindow();

    /** Where the coordination keeps its local state. Unset: a temporary folder, filled from Kafka at each start. */
    Optional<String> stateDir();

    /** Copies of the coordination's state that other workers keep ready. */
    @WithDefault("1")
    @WithConverter(Limits.Count.class)
    int standbyReplicas();

    /** Turns that run at once in this process; the rest wait. */
    @WithDefault("4000")
    @WithConverter(Limits.PositiveInt.class)
    int concurrentTurns();

    /**
     * How much of the JVM's maximum heap the prompts and answers of running turns may hold together, as a percentage;
     * the rest wait.
     */
    @WithDefault("20")
    @WithConverter(Limits.Percentage.class)
    int turnMemory();

    /**
     * How much of the JVM's maximum heap turns may take together that do not run yet, as a percentage: half of it while
     * they wait for a slot, half in the state of their sessions.
     */
    @WithDefault("20")
    @WithConverter(Limits.Percentage.class)
    int waitingMemory();

    /**
     * How often a turn that waits for a slot is passed on to a worker with room. Then it stays where it is, unless that
     * worker stops.
     */
    @WithDefault("3")
    @WithConverter(Limits.Count.class)
    int maxHandOvers();

    /** Event loops that read the providers' responses. */
    @WithDefault("1")
    @WithConverter(Limits.PositiveInt.class)
    int eventLoops();

    /** How long a turn may wait before its first attempt starts. */
    @WithDefault("10m")
    @WithConverter(Limits.PositiveDuration.class)
    Duration queueTimeout();

    /**
     * How far the clocks of machines may differ: a prompt whose id is farther ahead of the coordinator's clock is
     * refused. At most {@link dev.rivulet.schemas.TurnId#MAX_LEAD}.
     */
    @WithDefault("10m")
    @WithConverter(Limits.PositiveDuration.class)
    Duration clockTolerance();

    /** How long the provider may take to its first token. */
    @WithDefault("60s")
    @WithConverter(Limits.PositiveDuration.class)
    Duration firstTokenTimeout();

    /** The most that a turn may ask for instead of {@link #firstTokenTimeout}. */
    @WithDefault("10m")
    @WithConverter(Limits.PositiveDuration.class)
    Duration maxFirstTokenTimeout();

    /** How long the provider may pause between two tokens. */
    @WithDefault("30s")
    @WithConverter(Limits.PositiveDuration.class)
    Duration idleTimeout();

    /** How long an attempt may take altogether. */
    @WithDefault("10m")
    @WithConverter(Limits.PositiveDuration.class)
    Duration totalTimeout();

    /** Tokens that come faster than this are joined; 0s: each token is an event of its own. */
    @WithDefault("20ms")
    @WithConverter(Limits.AnyDuration.class)
    Duration deltaWindow();

    /**
     * {@link #deltaWindow} when all cores of the machine, or of the container, are busy. It grows with the square of
     * the load beyond three quarters of them.
     */
    @WithDefault("100ms")
    @WithConverter(Limits.AnyDuration.class)
    Duration maxDeltaWindow();

    /**
     * How long after one batch of events the next goes to Kafka, at least. What comes after a longer pause is sent at
     * once.
     */
    @WithDefault("4ms")
    @WithConverter(Limits.AnyDuration.class)
    Duration linger();

    /** The same, at most: while Kafka takes as long to acknowledge a batch, or all cores are busy. */
    @WithDefault("10ms")
    @WithConverter(Limits.AnyDuration.class)
    Duration maxLinger();

    /**
     * Whether the model's reasoning is written to Kafka, so that readers are shown it. Only when all gateways know of
     * it: those of earlier versions show nothing of an answer behind its first piece.
     */
    @WithDefault("false")
    boolean reasoning();

    /** The longest answer, with its reasoning and tool calls, in UTF-16 code units. */
    @WithDefault("1000000")
    @WithConverter(Limits.PositiveInt.class)
    int maxAnswerChars();

    /** Turns that may wait in one session. */
    @WithDefault("100")
    @WithConverter(Limits.PositiveInt.class)
    int maxQueuedTurns();

    /** How much text the waiting turns of one session may have together, in UTF-16 code units. */
    @WithDefault("1000000")
    @WithConverter(Limits.PositiveInt.class)
    int maxQueuedChars();

    /**
     * How much of a conversation is remembered: the newest turns that fit, in UTF-16 code units. A turn or a message
     * longer than that is shortened in the middle.
     */
    @WithDefault("32000")
    @WithConverter(Limits.PositiveInt.class)
    int conversationMaxChars();

    /**
     * The same for single models ({@code gpt-4o=400000,small=8000}). After each turn, that of the model which the turn
     * asked for applies. Default: none.
     */
    Optional<List<@WithConverter(MemorySize.Parser.class) MemorySize>> conversationMaxCharsByModel();

    /**
     * How much of what a turn was asked is in its events {@code queued} and {@code prompt}, in UTF-16 code units.
     */
    @WithDefault("16000")
    @WithConverter(Limits.PositiveInt.class)
    int promptEventMaxChars();

    /** How long a conversation is remembered after its last turn. */
    @WithDefault("30d")
    @WithConverter(Limits.PositiveDuration.class)
    Duration conversationRetention();

    /**
     * Ended turns that a session remembers, so that replayed commands and results change nothing; of the last ten
     * seconds up to 512 more.
     */
    @WithDefault("32")
    @WithConverter(Limits.PositiveInt.class)
    int rememberedTurns();

    /** How long an idempotency key stands for its turn. */
    @WithDefault("24h")
    @WithConverter(Limits.PositiveDuration.class)
    Duration idempotencyWindow();

    /** Idempotency keys that a session remembers: the newest. */
    @WithDefault("64")
    @WithConverter(Limits.PositiveInt.class)
    int idempotencyKeys();

    /** How many counts of followers are kept, each of one session at one gateway. What is beyond is not counted. */
    @WithDefault("20000")
    @WithConverter(Limits.Count.class)
    int followerCounts();

    /** How often a turn may be started. */
    @WithDefault("3")
    @WithConverter(Limits.PositiveInt.class)
    int maxAttempts();

    /**
     * How often an answer that a provider breaks off in the middle may go on with another call; for turns with
     * {@code onInterruption: continue}.
     */
    @WithDefault("3")
    @WithConverter(Limits.Count.class)
    int maxContinuations();

    /**
     * How long running turns may go on when the worker is told to stop; 0s: they start again in another worker at once.
     */
    @WithDefault("2m")
    @WithConverter(Limits.AnyDuration.class)
    Duration drainTimeout();

    /** Time between two heartbeats. */
    @WithDefault("500ms")
    @WithConverter(Limits.PositiveDuration.class)
    Duration heartbeatInterval();

    /** Heartbeats a worker may miss before it counts as dead and its turns start in another. */
    @WithDefault("9")
    @WithConverter(Limits.PositiveInt.class)
    int missedHeartbeats();

    /**
     * Lost attempts whose turns end and whose text is being read from the log, waiting ones included. The rest wait
     * with their coordinators.
     */
    @WithDefault("10000")
    @WithConverter(Limits.PositiveInt.class)
    int maxRecoveries();

    /** How long the text of such an attempt may be looked for before its turn ends with what was read. */
    @WithDefault("1m")
    @WithConverter(Limits.PositiveDuration.class)
    Duration recoveryTimeout();

    /** How much such text is in memory at once, in UTF-16 code units; at least one attempt's. */
    @WithDefault("16000000")
    @WithConverter(Limits.PositiveInt.class)
    int recoveryMaxChars();

    /** Time between two checks that Kafka answers. */
    @WithDefault("2s")
    @WithConverter(Limits.PositiveDuration.class)
    Duration probeInterval();

    /** How long Kafka may take to answer such a check. */
    @WithDefault("2s")
    @WithConverter(Limits.PositiveDuration.class)
    Duration probeTimeout();

    /** How long an event may take to reach Kafka, outages included, before its turn fails. */
    @WithDefault("2m")
    @WithConverter(Limits.PositiveDuration.class)
    Duration publishTimeout();
}
