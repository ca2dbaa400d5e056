package dev.rivulet.client;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The turn took longer than one of its four time-outs. */
public final class TurnTimeoutException extends TurnFailedException {

    private final Limit limit;

    TurnTimeoutException(Limit limit, TurnFailure failure, ReadProgress progress) {
        super(failure, progress);
        this.limit = limit;
    }

    /** Which one. */
    public Limit limit() {
        return limit;
    }

    /** What may take too long. */
    public enum Limit {
        /** The turn waited too long before an attempt could start. */
        QUEUE,
        /** The provider sent no token in time. */
        FIRST_TOKEN,
        /** The provider stopped sending tokens. */
        IDLE,
        /** The attempt took too long altogether. */
        TOTAL;

        static Optional<Limit> of(String code) {
            return Arrays.stream(values())
                    .filter(limit -> (limit.name().toLowerCase(Locale.ROOT) + "_timeout").equals(code)).findFirst();
        }
    }
}
