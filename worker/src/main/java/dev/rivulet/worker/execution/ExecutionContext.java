package dev.rivulet.worker.execution;

import dev.rivulet.worker.metrics.TurnMetrics;
import dev.rivulet.worker.provider.LlmProvider;

/**
 * What all executions of a process share.
 *
 * @param defaultModel the model of turns that name none
 * @param earlier finds what an attempt may continue
 */
record ExecutionContext(LlmProvider provider, String defaultModel, TurnRecords records, AdaptiveLinger linger,
        ExecutionLimits limits,
        Slots slots, PendingPromptEvents pendingPrompts, EarlierAttempts earlier, Timer timer, TurnMetrics metrics) {}
