package dev.rivulet.schemas;

/**
 * The times of a turn, in milliseconds.
 *
 * @param queuedMs from acceptance at the gateway to the start of its attempt; for a turn that was started again, from
 *            the moment when that was decided, so that a lost attempt does not count
 * @param firstTokenMs from the start of the last attempt to its first token; null when there was none
 * @param totalMs from acceptance at the gateway to the end
 */
public record Timings(long queuedMs, Long firstTokenMs, long totalMs) {

    /** Stands in a result, which always has times, for those that nobody knows: no turn takes 0 ms. */
    public static final Timings UNKNOWN = new Timings(0, null, 0);
}
