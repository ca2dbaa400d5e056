package dev.rivulet.gateway.log.replay;

import java.util.List;

/**
 * The result of one bounded read of a log.
 *
 * @param items in the order of the log; empty if none was there, or if Kafka did not respond in time
 * @param nextOffset the offset to continue at; where the read started if Kafka did not respond
 */
public record LogPage<T>(List<T> items, long nextOffset) {}
