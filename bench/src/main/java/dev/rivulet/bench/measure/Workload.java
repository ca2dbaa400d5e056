package dev.rivulet.bench.measure;

import java.time.Duration;

/**
 * Concurrent streams, each of one turn after another without a pause.
 *
 * @param streams number of turns that run at any time
 * @param rate tokens per second of a turn
 * @param tokens of a turn
 * @param seconds length of the measured window
 */
public record Workload(int streams, int rate, int tokens, int seconds) {

    private static final int STARTS_PER_SECOND = 500;
    private static final Duration LONGEST_RAMP = Duration.ofSeconds(10);
    /** After the last start. */
    private static final Duration SETTLE = Duration.ofSeconds(1);

    /** @throws IllegalArgumentException if a number is not positive; the message is for the user */
    public Workload {
        if (streams < 1 || rate < 1 || tokens < 1 || seconds < 1) {
            throw new IllegalArgumentException("streams, rate, tokens and seconds must be 1 or more");
        }
    }

    /** Returns how long a turn takes if nothing delays it. */
    public Duration turn() {
        return Duration.ofSeconds(tokens).dividedBy(rate);
    }

    /** Returns how many turns begin in a second if nothing delays them. */
    double turnsPerSecond() {
        return (double) streams * rate / tokens;
    }

    public Workload withStreams(int others) {
        return new Workload(others, rate, tokens, seconds);
    }

    public Workload withSeconds(int others) {
        return new Workload(streams, rate, tokens, others);
    }

    /**
     * Returns the time over which the starts are spread: that of a turn, so that turns begin all the time, not at once.
     */
    public Duration ramp() {
        Duration least = Duration.ofMillis(1_000L * streams / STARTS_PER_SECOND);
        Duration turn = turn().compareTo(LONGEST_RAMP) < 0 ? turn() : LONGEST_RAMP;
        return least.compareTo(turn) < 0 ? turn : least;
    }

    /** Returns the time from the first start until the measured window begins. */
    public Duration measureFrom() {
        return ramp().plus(SETTLE);
    }

    /** Returns the time from the first start until the measured window ends, and no turn begins any more. */
    public Duration measureTo() {
        return measureFrom().plusSeconds(seconds);
    }

    /** Returns the same streams, so that all takes about the seconds given, for the warm-up. */
    public Workload warmUp(int otherSeconds) {
        long window = otherSeconds - measureFrom().toSeconds() - turn().toSeconds();
        return new Workload(streams, rate, tokens, (int) Math.max(1, window));
    }
}
