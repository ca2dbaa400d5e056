package dev.rivulet.gateway.http;

import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses durations in the form that clients write them: {@code 50ms}, {@code 2s} or {@code 0}. */
public final class DurationParameter {

    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s)|0");

    private DurationParameter() {}

    /** @throws ProblemException {@code invalid_value} if the text is not a duration, or is longer than the maximum */
    public static Duration parse(String text, Duration max, String field) {
        Matcher matcher = DURATION.matcher(text);
        if (matcher.matches()) {
            long number = matcher.group(1) == null ? 0 : Long.parseLong(matcher.group(1));
            Duration duration = "s".equals(matcher.group(2)) ? Duration.ofSeconds(number) : Duration.ofMillis(number);
            if (duration.compareTo(max) <= 0) {
                return duration;
            }
        }
        throw new ProblemException(ProblemCode.INVALID_VALUE,
                field + " must be a time such as 50ms or 1s, at most " + max.toMillis() + "ms.", field);
    }
}
