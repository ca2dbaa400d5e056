package dev.rivulet.worker;

import dev.rivulet.runtime.config.InvalidConfigException;
import dev.rivulet.runtime.config.ModelLimits;
import dev.rivulet.runtime.kafka.PublishTimeouts;
import dev.rivulet.runtime.kafka.TopicsConfig;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.topic.Changelog;
import dev.rivulet.schemas.topic.Topic;
import dev.rivulet.worker.coordinator.session.SessionLimits;
import dev.rivulet.worker.coordinator.streams.CoordinatorSettings;
import dev.rivulet.worker.execution.ExecutionLimits;
import dev.rivulet.worker.liveness.WorkerRole;
import dev.rivulet.worker.recovery.RecoveryLimits;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Derives the limits of a worker's parts from the configuration. */
record WorkerLimits(WorkerConfig config, int maxRecordBytes, Duration resultsRetention) {

    /** Added to all time-outs of an execution: only an execution that is not heard of any more exceeds the sum. */
    private static final Duration OVERDUE_GRACE = Duration.ofMinutes(1);
    /** JSON's longest escape of a UTF-16 code unit. */
    private static final int MOST_BYTES_PER_CHAR = 6;
    /** The bytes of an idempotency key, its turn and its digest. */
    private static final long KEY_BYTES = 3L << 10;
    /** What a record has beside its text, at most. */
    private static final int ENVELOPE_BYTES = 64 << 10;

    /** @throws InvalidConfigException when a setting is beyond what records allow, or time-outs contradict */
    static WorkerLimits of(WorkerConfig config, TopicsConfig topics) {
        long answerBytes = (long) MOST_BYTES_PER_CHAR * config.maxAnswerChars() + ENVELOPE_BYTES;
        if (answerBytes > topics.maxRecordBytes()) {
            throw new InvalidConfigException("rivulet.worker.max-answer-chars: an answer of " + config.maxAnswerChars()
                    + " characters can take " + answerBytes + " bytes, and rivulet.topics.max-record-bytes is "
                    + topics.maxRecordBytes());
        }
        if (config.clockTolerance().compareTo(TurnId.MAX_LEAD) > 0) {
            throw new InvalidConfigException("rivulet.worker.clock-tolerance: must not be longer than "
                    + TurnId.MAX_LEAD.toMinutes() + "m, which is how far ahead a record is stamped at most");
        }
        return new WorkerLimits(config, topics.maxRecordBytes(), topics.turnResultsRetention());
    }

    ExecutionLimits execution(ModelLimits models) {
        return new ExecutionLimits(config.concurrentTurns(), ofHeap(config.turnMemory()),
                ofHeap(config.waitingMemory()) / 2, config.queueTimeout(),
                config.firstTokenTimeout(), longer(config.firstTokenTimeout(), config.maxFirstTokenTimeout()),
                config.idleTimeout(), config.totalTimeout(), config.deltaWindow(), config.maxAnswerChars(),
                config.promptEventMaxChars(), models.maxTokens(), config.drainTimeout(), config.maxContinuations(),
                config.reasoning());
    }

    private static long ofHeap(int percent) {
        return Runtime.getRuntime().maxMemory() / 100 * percent;
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }

    RecoveryLimits recovery() {
        return new RecoveryLimits(config.maxRecoveries(), config.recoveryTimeout(), config.maxAnswerChars(),
                config.recoveryMaxChars());
    }

    /** @param continuation whether a provider can continue an answer */
    CoordinatorSettings coordination(String worker, ModelLimits models, boolean continuation) {
        return new CoordinatorSettings(worker, coordinator(continuation), models, config.coordinatorThreads(),
                config.standbyReplicas(),
                config.stateDir(), config.conversationRetention(), resultsRetention, config.maxCoordinationFailures(),
                config.coordinationFailureWindow(), maxRecordBytes, stateBytes(),
                ofHeap(config.waitingMemory()) / 2, config.followerCounts(),
                new PublishTimeouts(config.publishTimeout()));
    }

    /**
     * Returns what the topics must take that coordinators alone write, by topic: the changelogs and the jobs. Empty for
     * a worker that does not coordinate.
     */
    Map<String, Integer> topicBytes(TopicsConfig topics) {
        if (!config.roles().contains(WorkerRole.COORDINATE)) {
            return Map.of();
        }
        String prefix = topics.namePrefix().orElse("");
        Map<String, Integer> bytes = new HashMap<>();
        Arrays.stream(Changelog.values()).forEach(changelog -> bytes.put(changelog.named(prefix), stateBytes()));
        bytes.put(Topic.TURN_JOBS.named(prefix), jobBytes());
        return bytes;
    }

    /**
     * Returns the largest job: a prompt and a system prompt, each a record's size at most, and the conversation, as in
     * the state; and what was asked, for the result.
     */
    int jobBytes() {
        return (int) Math.min(Integer.MAX_VALUE,
                stateBytes() + 2L * MOST_BYTES_PER_CHAR * config.promptEventMaxChars());
    }

    /**
     * Returns the largest record of state: an open turn and a system prompt, each a record's size at most, and what
     * waits or is remembered, which has bounds of its own.
     */
    private int stateBytes() {
        long text = (long) MOST_BYTES_PER_CHAR * Math.max(config.maxQueuedChars(),
                memory().values().stream().reduce(config.conversationMaxChars(), Math::max));
        long envelopes = (long) ENVELOPE_BYTES
                + 512L * (config.maxQueuedTurns() + config.rememberedTurns() + SessionLimits.RECENT_TURNS)
                + KEY_BYTES * config.idempotencyKeys();
        return (int) Math.min(Integer.MAX_VALUE, 2L * maxRecordBytes + text + envelopes);
    }

    /** Returns how much of a conversation is remembered for single models, by name. The last one of a model counts. */
    private Map<String, Integer> memory() {
        return config.conversationMaxCharsByModel().orElse(List.of()).stream()
                .collect(Collectors.toMap(MemorySize::model, MemorySize::chars, (first, last) -> last));
    }

    private SessionLimits coordinator(boolean continuation) {
        Duration overdue = config.queueTimeout().plus(config.totalTimeout()).plus(config.publishTimeout())
                .plus(OVERDUE_GRACE);
        return new SessionLimits(config.maxQueuedTurns(), config.maxQueuedChars(), config.conversationMaxChars(),
                memory(), config.rememberedTurns(), config.idempotencyKeys(), config.idempotencyWindow(),
                config.maxAttempts(),
                config.queueTimeout(), overdue, config.clockTolerance(), config.promptEventMaxChars(), continuation);
    }
}
