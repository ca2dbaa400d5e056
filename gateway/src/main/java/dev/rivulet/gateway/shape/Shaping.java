package dev.rivulet.gateway.shape;

import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
    private static final Pattern TIME = Pattern.compile("([0-9]{1,9})(ms|s)|0");

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
        return new Shaping(throttle.map(text -> time(text, maxThrottle)).orElse(NONE.throttle),
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

    private static Duration time(String text, Duration max) {
        Matcher matcher = TIME.matcher(text);
        if (matcher.matches()) {
            long number = matcher.group(1) == null ? 0 : Long.parseLong(matcher.group(1));
            Duration time = "s".equals(matcher.group(2)) ? Duration.ofSeconds(number) : Duration.ofMillis(number);
            if (time.compareTo(max) <= 0) {
                return time;
            }
        }
        throw new ProblemException(ProblemCode.INVALID_VALUE,
                "throttle must be a time such as 50ms or 1s, at most " + max.toMillis() + "ms.", THROTTLE);
    }

    private static Granularity granularity(String word) {
        return Granularity.parse(word).orElseThrow(() -> new ProblemException(ProblemCode.INVALID_VALUE,
                "granularity must be one of " + Granularity.words() + ".", GRANULARITY));
    }
}
