package dev.rivulet.client;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** One of the turn's four timeouts expired. */
public final class TurnTimeoutException extends TurnFailedException {

    private final Limit limit;

    TurnTimeoutException(Limit limit, TurnFailure failure, Timings timings, ReadProgress progress) {
        super(failure, timings, progress);
        this.limit = limit;
    }

    /** Returns the timeout that expired. */
    public Limit limit() {
        return limit;
    }

    /** The timeouts of a turn. */
    public enum Limit {
        /** No attempt started in time. */
        QUEUE,
        /** The provider sent no first token in time. */
        FIRST_TOKEN,
        /** The provider paused too long between two tokens. */
        IDLE,
        /** The attempt took too long in total. */
        TOTAL;

        static Optional<Limit> of(String code) {
            return Arrays.stream(values())
                    .filter(limit -> (limit.name().toLowerCase(Locale.ROOT) + "_timeout").equals(code)).findFirst();
        }
    }
}
