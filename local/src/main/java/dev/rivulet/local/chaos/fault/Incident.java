package dev.rivulet.local.chaos.fault;

/**
 * A kill or stall of a worker.
 *
 * @param worker the id that the worker generated
 * @param at milliseconds since the epoch
 */
public record Incident(String worker, boolean killed, long at) {}
