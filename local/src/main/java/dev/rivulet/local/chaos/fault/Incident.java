package dev.rivulet.local.chaos.fault;

/**
 * A worker that was killed or stalled.
 *
 * @param worker the id it gave itself
 * @param at     milliseconds since the epoch
 */
public record Incident(String worker, boolean killed, long at) {}
