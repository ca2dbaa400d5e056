package dev.rivulet.runtime.config;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.spi.Converter;

/**
 * Converters for numbers, sizes and durations, with their bounds. Each throws {@link IllegalArgumentException} with a
 * sentence.
 */
public final class Limits {

    /** At most 15 digits, which fit a long. */
    private static final Pattern QUANTITY = Pattern.compile("(\\d{1,15})\\s*([a-zA-Z]*)");
    private static final long MOST_BYTES = 1 << 30;
    /** Ten years: sums of such durations in milliseconds do not overflow. */
    private static final long MOST_MILLIS = Duration.ofDays(3650).toMillis();

    private Limits() {}

    /** A whole number of 1 or more. */
    public static final class PositiveInt implements Converter<Integer> {
        @Override
        public Integer convert(String text) {
            return number(text, 1, Integer.MAX_VALUE, "a whole number of 1 or more");
        }
    }

    /** A whole number of 0 or more. */
    public static final class Count implements Converter<Integer> {
        @Override
        public Integer convert(String text) {
            return number(text, 0, Integer.MAX_VALUE, "a whole number of 0 or more");
        }
    }

    /** A TCP port; 0 means any free port, or none, as the setting says. */
    public static final class Port implements Converter<Integer> {
        @Override
        public Integer convert(String text) {
            return number(text, 0, 65_535, "a port, 0 to 65535");
        }
    }

    /** A size in bytes: {@code 4096}, {@code 64k}, {@code 1m}. At least 1, at most 1 GiB. */
    public static final class Bytes implements Converter<Integer> {
        @Override
        public Integer convert(String text) {
            Matcher matcher = QUANTITY.matcher(text.trim());
            if (matcher.matches()) {
                long amount = Long.parseLong(matcher.group(1));
                long unit = bytes(matcher.group(2).toLowerCase(Locale.ROOT));
                if (unit > 0 && amount > 0 && amount <= MOST_BYTES / unit) {
                    return Math.toIntExact(amount * unit);
                }
            }
            throw refusal(text, "a size such as 64k or 1m, up to 1g");
        }
    }

    /** A percentage, 1 to 100. */
    public static final class Percentage implements Converter<Integer> {
        @Override
        public Integer convert(String text) {
            return number(text, 1, 100, "a percentage, 1 to 100");
        }
    }

    /** A time longer than zero: {@code 250ms}, {@code 30s}, {@code 5m}, {@code 12h}, {@code 7d}. At most ten years. */
    public static final class PositiveDuration implements Converter<Duration> {
        @Override
        public Duration convert(String text) {
            Duration duration = duration(text);
            if (duration.isZero()) {
                throw refusal(text, "longer than zero");
            }
            return duration;
        }
    }

    /** A time of zero or more, written as for {@link PositiveDuration}; zero switches off what it is for. */
    public static final class AnyDuration implements Converter<Duration> {
        @Override
        public Duration convert(String text) {
            return duration(text);
        }
    }

    private static int number(String text, int least, int most, String what) {
        try {
            int number = Integer.parseInt(text.trim());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // The sentence below is for both.
        }
        throw refusal(text, what);
    }

    private static Duration duration(String text) {
        Matcher matcher = QUANTITY.matcher(text.trim());
        if (matcher.matches()) {
            long amount = Long.parseLong(matcher.group(1));
            long unit = millis(matcher.group(2).toLowerCase(Locale.ROOT), amount);
            if (unit > 0 && amount <= MOST_MILLIS / unit) {
                return Duration.ofMillis(amount * unit);
            }
        }
        throw refusal(text, "a time such as 250ms, 30s, 5m, 12h or 7d, up to 3650d");
    }

    /** Returns the size of a unit; 0 when there is no such unit. */
    private static long bytes(String unit) {
        return switch (unit) {
            case "", "b" -> 1;
            case "k", "kb", "kib" -> 1 << 10;
            case "m", "mb", "mib" -> 1 << 20;
            case "g", "gb", "gib" -> 1 << 30;
            default -> 0;
        };
    }

    /** Returns a unit in milliseconds; 0 when there is no such unit. Only zero needs none. */
    private static long millis(String unit, long amount) {
        return switch (unit) {
            case "" -> amount == 0 ? 1 : 0;
            case "ms" -> 1;
            case "s" -> 1_000;
            case "m" -> 60_000;
            case "h" -> 3_600_000;
            case "d" -> 86_400_000;
            default -> 0;
        };
    }

    private static IllegalArgumentException refusal(String text, String what) {
        return new IllegalArgumentException("'" + text + "' is not " + what);
    }
}
