package dev.rivulet.gateway.stream.shape;

import dev.rivulet.gateway.http.DurationParameter;
import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * The shape in which a reader wants the text of a turn.
 *
 * @param throttle the shortest time between two events with text; zero: no throttle
 */
public record Shaping(Duration throttle, Granularity granularity) {

    /** Text is shown as the log has it. */
    public static final Shaping NONE = new Shaping(Duration.ZERO, Granularity.TOKEN);

    private static final String THROTTLE = "throttle";
    private static final String GRANULARITY = "granularity";

    public Shaping {
        Objects.requireNonNull(throttle, THROTTLE);
        Objects.requireNonNull(granularity, GRANULARITY);
    }

    /**
     * Parses a client's parameters.
     *
     * @param throttle such as {@code 50ms} or {@code 1s}
     * @param granularity a name on the wire of a {@link Granularity}
     * @param maxThrottle the longest throttle that is allowed
     * @throws ProblemException {@code invalid_value}
     */
    public static Shaping parse(Optional<String> throttle, Optional<String> granularity, Duration maxThrottle) {
        return new Shaping(
                throttle.map(text -> DurationParameter.parse(text, maxThrottle, THROTTLE)).orElse(NONE.throttle),
                granularity.map(Shaping::granularity).orElse(NONE.granularity));
    }

    /** Returns whether text is shown as the log has it. */
    boolean isNone() {
        return equals(NONE);
    }

    /**
     * Returns this shaping if a protocol that has only text events can carry it.
     *
     * @throws ProblemException {@code unsupported_value} if the granularity is {@link Granularity#JSON}
     */
    public Shaping requireText() {
        if (granularity == Granularity.JSON) {
            throw new ProblemException(ProblemCode.UNSUPPORTED_VALUE,
                    "granularity must not be json here: this protocol has no events for the elements of an array.",
                    GRANULARITY);
        }
        return this;
    }

    private static Granularity granularity(String name) {
        return Granularity.parse(name).orElseThrow(() -> new ProblemException(ProblemCode.INVALID_VALUE,
                "granularity must be one of " + Granularity.names() + ".", GRANULARITY));
    }
}
