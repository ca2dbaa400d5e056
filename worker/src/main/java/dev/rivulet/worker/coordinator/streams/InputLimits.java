package dev.rivulet.worker.coordinator.streams;

import dev.rivulet.runtime.config.ModelLimits;
import dev.rivulet.runtime.kafka.Topics;
import java.time.Duration;

/**
 * What an input may claim.
 *
 * @param topics where inputs come from
 * @param recordBytes the largest value of a record, once inflated
 * @param clockTolerance how far the id of a turn may be ahead of the coordinator's clock
 * @param models what a turn may ask for
 */
record InputLimits(Topics topics, int recordBytes, Duration clockTolerance, ModelLimits models) {}
