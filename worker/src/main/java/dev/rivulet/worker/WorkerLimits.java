package dev.rivulet.worker;

import dev.rivulet.runtime.config.InvalidConfigException;
import dev.rivulet.runtime.kafka.TopicsConfig;
import dev.rivulet.worker.coordinator.session.SessionLimits;
import dev.rivulet.worker.coordinator.streams.CoordinatorSettings;
import dev.rivulet.worker.execution.ExecutionLimits;
import java.time.Duration;

/** What the configuration means for the parts of a worker. */
record WorkerLimits(WorkerConfig config, int maxRecordBytes) {

    /** Far beyond every time-out an execution keeps itself: only for one that nobody hears of any more. */
    private static final Duration OVERDUE_GRACE = Duration.ofMinutes(1);
    /** JSON's longest escape of a UTF-16 code unit. */
    private static final int MOST_BYTES_PER_CHAR = 6;
    /** An idempotency key, its turn and its digest. */
    private static final long KEY_BYTES = 3L << 10;
    /** For what a record has beside its text. */
    private static final int ENVELOPE_BYTES = 64 << 10;

    /** @throws InvalidConfigException when the longest answer would not fit a record */
    static WorkerLimits of(WorkerConfig config, TopicsConfig topics) {
        long answerBytes = (long) MOST_BYTES_PER_CHAR * config.maxAnswerChars() + ENVELOPE_BYTES;
        if (answerBytes > topics.maxRecordBytes()) {
            throw new InvalidConfigException("rivulet.worker.max-answer-chars: an answer of " + config.maxAnswerChars()
                    + " characters can take " + answerBytes + " bytes, and rivulet.topics.max-record-bytes is "
                    + topics.maxRecordBytes());
        }
        return new WorkerLimits(config, topics.maxRecordBytes());
    }

    ExecutionLimits execution() {
        return new ExecutionLimits(config.concurrentTurns(), config.queueTimeout(), config.firstTokenTimeout(),
                config.idleTimeout(), config.totalTimeout(), config.deltaWindow(), config.maxAnswerChars(),
                config.drainTimeout());
    }

    CoordinatorSettings coordination(String worker) {
        return new CoordinatorSettings(worker, coordinator(), config.coordinatorThreads(), config.standbyReplicas(),
                config.stateDir(), config.conversationRetention(), maxRecordBytes, stateBytes());
    }

    /** An open turn and a system prompt are of a record's size at most; what waits or is remembered has its own bound. */
    private int stateBytes() {
        long text = (long) MOST_BYTES_PER_CHAR * Math.max(config.maxQueuedChars(), config.conversationMaxChars());
        long envelopes = (long) ENVELOPE_BYTES
                + 512L * (config.maxQueuedTurns() + config.rememberedTurns() + SessionLimits.RECENT_TURNS)
                + KEY_BYTES * config.idempotencyKeys();
        return (int) Math.min(Integer.MAX_VALUE, 2L * maxRecordBytes + text + envelopes);
    }

    private SessionLimits coordinator() {
        Duration overdue = config.queueTimeout().plus(config.totalTimeout()).plus(config.publishTimeout())
                .plus(OVERDUE_GRACE);
        return new SessionLimits(config.maxQueuedTurns(), config.maxQueuedChars(), config.conversationMaxChars(),
                config.rememberedTurns(), config.idempotencyKeys(), config.idempotencyWindow(), config.maxAttempts(),
                config.queueTimeout(), overdue);
    }
}
