package dev.rivulet.client;

/**
 * How long a turn took, in milliseconds, as the server measured it.
 *
 * @param queuedMs from acceptance to the start of its last attempt
 * @param firstTokenMs from there to its first token; null when there was none
 * @param totalMs from acceptance to the end
 */
public record Timings(long queuedMs, Long firstTokenMs, long totalMs) {}
