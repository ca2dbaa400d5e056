package dev.rivulet.worker.placement;

import dev.rivulet.worker.execution.LocalExecutions;
import dev.rivulet.worker.execution.RemoteExecutions;

/**
 * Where attempts run, as the coordinators of a process see it.
 *
 * @param placement chooses between the two
 */
public record Executions(LocalExecutions local, RemoteExecutions remote, WorkerPlacement placement) {}
