package dev.rivulet.worker.execution;

import dev.rivulet.worker.metrics.TurnMetrics;
import dev.rivulet.worker.provider.LlmProvider;
import java.util.concurrent.ScheduledExecutorService;

/** What all executions of a process share. */
record ExecutionContext(LlmProvider provider, String defaultModel, TurnRecords records, ExecutionLimits limits,
        Slots slots, ScheduledExecutorService timer, TurnMetrics metrics) {}
