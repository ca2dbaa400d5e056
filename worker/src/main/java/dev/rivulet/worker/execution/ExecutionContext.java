package dev.rivulet.worker.execution;

import dev.rivulet.worker.metrics.TurnMetrics;
import dev.rivulet.worker.provider.LlmProvider;

/** What all executions of a process share. */
record ExecutionContext(LlmProvider provider, String defaultModel, TurnRecords records, Pace pace,
        ExecutionLimits limits,
        Slots slots, Openings openings, Timer timer, TurnMetrics metrics) {}
