package dev.rivulet.gateway.log.replay;

import java.util.List;

/**
 * What one bounded read of a log found.
 *
 * @param found in the order of the log; empty when there was nothing, or Kafka did not answer in time
 * @param next where to go on reading
 */
public record Slice<T>(List<T> found, long next) {}
