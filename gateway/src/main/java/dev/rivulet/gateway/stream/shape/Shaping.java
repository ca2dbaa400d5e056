package dev.rivulet.gateway.stream.shape;

import dev.rivulet.gateway.http.DurationParameter;
import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How a reader wants the text of a turn.
 *
 * @param throttle the shortest time between two events with text; zero: none
 */
public record Shaping(Duration throttle, Granularity granularity) {

    /** As it comes. */
    public static final Shaping NONE = new Shaping(Duration.ZERO, Granularity.TOKEN);

    private static final String THROTTLE = "throttle";
    private static final String GRANULARITY = "granularity";

    public Shaping {
        Objects.requireNonNull(throttle, THROTTLE);
        Objects.requireNonNull(granularity, GRANULARITY);
    }

    /**
     * From what a client wrote.
     *
     * @param throttle such as {@code 50ms} or {@code 1s}
     * @param granularity see {@link Granularity}
     * @throws ProblemException {@code invalid_value}
     */
    public static Shaping parse(Optional<String> throttle, Optional<String> granularity, Duration maxThrottle) {
        return new Shaping(
                throttle.map(text -> DurationParameter.parse(text, maxThrottle, THROTTLE)).orElse(NONE.throttle),
                granularity.map(Shaping::granularity).orElse(NONE.granularity));
    }

    boolean isNone() {
        return equals(NONE);
    }

    /**
     * For a protocol whose events are text and nothing else.
     *
     * @throws ProblemException {@code unsupported_value}
     */
    public Shaping requireText() {
        if (granularity == Granularity.JSON) {
            throw new ProblemException(ProblemCode.UNSUPPORTED_VALUE,
                    "granularity must not be json here: this protocol has no events for the elements of an array.",
                    GRANULARITY);
        }
        return this;
    }

    private static Granularity granularity(String word) {
        return Granularity.parse(word).orElseThrow(() -> new ProblemException(ProblemCode.INVALID_VALUE,
                "granularity must be one of " + Granularity.words() + ".", GRANULARITY));
    }
}
