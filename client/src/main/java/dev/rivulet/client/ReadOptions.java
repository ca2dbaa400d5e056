package dev.rivulet.client;

import java.time.Duration;

/**
 * How a stream is to be read. Immutable; {@code ReadOptions.DEFAULTS.throttle(Duration.ofMillis(50))}.
 *
 * @param throttle at most one chunk in this time, with all the text of it; null: as it comes
 * @param granularity null: {@link Granularity#TOKEN}
 * @param deadline how long the stream may take as the caller sees it, connecting and pauses included; null: for ever. The
 *        turn itself goes on
 * @param everyEvent whether a turn that runs already is shown event by event from its beginning, rather than its text so far
 *        in one chunk
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

    /** The query of a request for this shape, without the question mark. */
    String shape() {
        String pieces = granularity == null ? "" : "granularity=" + granularity.parameter();
        String pace = throttle == null ? "" : "throttle=" + throttle.toMillis() + "ms";
        return pieces.isEmpty() || pace.isEmpty() ? pieces + pace : pieces + "&" + pace;
    }
}
