package dev.rivulet.gateway.log.replay;

/**
 * What a partition holds.
 *
 * @param begin the first offset that is still there; 0 when nothing was ever dropped
 * @param end the offset of the next record to be written
 */
public record LogBounds(long begin, long end) {}
