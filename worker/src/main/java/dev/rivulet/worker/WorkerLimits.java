package dev.rivulet.worker;

import dev.rivulet.worker.coordinator.CoordinationSettings;
import dev.rivulet.worker.coordinator.CoordinatorLimits;
import dev.rivulet.worker.execution.ExecutionLimits;
import java.time.Duration;

/** What the configuration means for the parts of a worker. */
final class WorkerLimits {

    /** Far beyond every time-out an execution keeps itself: only for one that nobody hears of any more. */
    private static final Duration OVERDUE_GRACE = Duration.ofMinutes(1);

    private WorkerLimits() {}

    static ExecutionLimits execution(WorkerConfig config) {
        return new ExecutionLimits(config.concurrentTurns(), config.queueTimeout(), config.firstTokenTimeout(),
                config.idleTimeout(), config.totalTimeout(), config.deltaWindow(), config.maxAnswerChars());
    }

    static CoordinationSettings coordination(String worker, WorkerConfig config, int maxRecordBytes) {
        return new CoordinationSettings(worker, coordinator(config), config.coordinatorThreads(),
                config.standbyReplicas(), config.stateDir(), config.conversationRetention(), maxRecordBytes);
    }

    private static CoordinatorLimits coordinator(WorkerConfig config) {
        Duration overdue = config.queueTimeout().plus(config.totalTimeout()).plus(config.publishTimeout())
                .plus(OVERDUE_GRACE);
        return new CoordinatorLimits(config.maxQueuedTurns(), config.maxQueuedChars(), config.conversationMaxChars(),
                config.rememberedTurns(), config.maxAttempts(), config.queueTimeout(), overdue);
    }
}
