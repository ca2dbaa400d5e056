package dev.rivulet.local.chaos.fault;

/**
 * Something that was done to a worker.
 *
 * @param worker the id that the worker generated
 * @param at milliseconds since the epoch
 */
public record Incident(String worker, LossCause cause, long at) {

    /** Returns whether it was {@code kill -9}. */
    public boolean killed() {
        return cause == LossCause.KILLED;
    }
}
