package dev.rivulet.client;

import java.time.Duration;

/**
 * How to read a stream. Immutable; use it as in {@code ReadOptions.DEFAULTS.throttle(Duration.ofMillis(50))}.
 *
 * @param throttle at most one chunk per interval, with all text since the last; null for no throttle
 * @param granularity null for {@link Granularity#TOKEN}
 * @param deadline how long reading may take, including connecting and pauses; null for no limit. The turn itself
 *        continues
 * @param everyEvent whether a turn that is already running is replayed event by event, instead of its text so far in
 *        one chunk
 */
public record ReadOptions(Duration throttle, Granularity granularity, Duration deadline, boolean everyEvent) {

    public static final ReadOptions DEFAULTS = new ReadOptions(null, null, null, false);

    public ReadOptions throttle(Duration interval) {
        return new ReadOptions(interval, granularity, deadline, everyEvent);
    }

    public ReadOptions granularity(Granularity pieces) {
        return new ReadOptions(throttle, pieces, deadline, everyEvent);
    }

    public ReadOptions deadline(Duration limit) {
        return new ReadOptions(throttle, granularity, limit, everyEvent);
    }

    public ReadOptions withEveryEvent() {
        return new ReadOptions(throttle, granularity, deadline, true);
    }

    /** Returns the query parameters for throttle and granularity, without the question mark. */
    String shape() {
        String pieces = granularity == null ? "" : "granularity=" + granularity.parameter();
        String pace = throttle == null ? "" : "throttle=" + throttle.toMillis() + "ms";
        return pieces.isEmpty() || pace.isEmpty() ? pieces + pace : pieces + "&" + pace;
    }
}
