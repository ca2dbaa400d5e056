package dev.rivulet.client;

/**
 * The duration of a turn in milliseconds, measured by the server.
 *
 * @param queuedMs from acceptance to the start of the attempt; for a turn that was started again, from the moment
 *            when that was decided
 * @param firstTokenMs from there to its first token; null if there was none
 * @param totalMs from acceptance to the end
 */
public record Timings(long queuedMs, Long firstTokenMs, long totalMs) {}
