package dev.rivulet.local.topics;

import dev.rivulet.worker.liveness.WorkerStatus;
import java.time.Duration;

/**
 * A worker that sent a heartbeat recently and has not said that it stops.
 *
 * @param silent time since its last heartbeat, by the clocks of this machine and the worker's
 * @param alive whether that is less than the time after which workers consider it dead
 * @param status what it said of itself
 */
record WorkerStats(String id, Duration silent, boolean alive, WorkerStatus status) {}
