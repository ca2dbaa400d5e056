package dev.rivulet.worker.coordinator.session;

/**
 * One stretch of time in which a worker coordinates a partition: from when the partition was assigned to it until it
 * moves away or the process ends.
 *
 * @param worker the process that coordinates: the owner of the attempts it dispatches
 * @param id unique; a partition that comes back to the same worker begins a new term
 */
public record Term(String worker, String id) {}
