package dev.rivulet.worker.execution;

import dev.rivulet.worker.metrics.TurnMetrics;
import dev.rivulet.worker.provider.LlmProvider;

/**
 * What all executions of a process share.
 *
 * @param defaultModel the model of turns that name none
 */
record ExecutionContext(LlmProvider provider, String defaultModel, TurnRecords records, AdaptiveLinger linger,
        ExecutionLimits limits,
        Slots slots, PendingPromptEvents pendingPrompts, Timer timer, TurnMetrics metrics) {}
