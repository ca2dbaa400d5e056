package dev.rivulet.gateway.log.replay;

/**
 * Kafka's log start offset and log end offset of a partition.
 *
 * @param startOffset the offset of the oldest record; 0 if none was ever deleted
 * @param endOffset the offset that the next record will get
 */
public record LogBounds(long startOffset, long endOffset) {}
