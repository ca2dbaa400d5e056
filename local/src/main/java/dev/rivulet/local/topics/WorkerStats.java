package dev.rivulet.local.topics;

import java.time.Duration;

/**
 * A worker that beats, or did lately and has not said that it goes.
 *
 * @param silent since its last beat, by this machine's clock and its
 * @param alive whether that is less than what the workers themselves take for dead
 */
record WorkerStats(String id, Duration silent, boolean alive) {}
