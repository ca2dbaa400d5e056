package dev.rivulet.runtime.config;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.spi.Converter;

/** How numbers, sizes and durations are written, and the bounds they have wherever they are used. */
public final class Limits {

    private static final Pattern QUANTITY = Pattern.compile("(\\d{1,15})\\s*([a-zA-Z]*)");

    private Limits() {}

    /** A whole number of 1 or more. */
    public static final class PositiveInt implements Converter<Integer> {
        @Override
        public Integer convert(String text) {
            try {
                int number = Integer.parseInt(text.trim());
                if (number > 0) {
                    return number;
                }
            } catch (NumberFormatException notANumber) {
                // falls through to the one sentence for both
            }
            throw new IllegalArgumentException("'" + text + "' is not a whole number of 1 or more");
        }
    }

    /** A TCP port; 0 lets the system choose. */
    public static final class Port implements Converter<Integer> {
        @Override
        public Integer convert(String text) {
            try {
                int port = Integer.parseInt(text.trim());
                if (port >= 0 && port <= 65_535) {
                    return port;
                }
            } catch (NumberFormatException notANumber) {
                // falls through to the one sentence for both
            }
            throw new IllegalArgumentException("'" + text + "' is not a port, 0 to 65535");
        }
    }

    /** A size in bytes: {@code 4096}, {@code 64k}, {@code 1m}. At least 1, at most 1 GiB. */
    public static final class Bytes implements Converter<Integer> {
        @Override
        public Integer convert(String text) {
            Matcher matcher = QUANTITY.matcher(text.trim());
            if (matcher.matches()) {
                long unit = switch (matcher.group(2).toLowerCase(Locale.ROOT)) {
                    case "", "b" -> 1;
                    case "k", "kb", "kib" -> 1 << 10;
                    case "m", "mb", "mib" -> 1 << 20;
                    case "g", "gb", "gib" -> 1 << 30;
                    default -> 0;
                };
                long bytes = Long.parseLong(matcher.group(1)) * unit;
                if (bytes >= 1 && bytes <= 1 << 30) {
                    return (int) bytes;
                }
            }
            throw new IllegalArgumentException("'" + text + "' is not a size such as 64k or 1m, up to 1g");
        }
    }

    /** A time longer than zero: {@code 250ms}, {@code 30s}, {@code 5m}, {@code 12h}, {@code 7d}. */
    public static final class PositiveDuration implements Converter<Duration> {
        @Override
        public Duration convert(String text) {
            Duration duration = duration(text);
            if (duration.isZero()) {
                throw new IllegalArgumentException("must be longer than zero");
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

    private static Duration duration(String text) {
        Matcher matcher = QUANTITY.matcher(text.trim());
        if (matcher.matches()) {
            long amount = Long.parseLong(matcher.group(1));
            String unit = matcher.group(2).toLowerCase(Locale.ROOT);
            if (amount == 0) {
                return Duration.ZERO;
            }
            switch (unit) {
                case "ms" -> {
                    return Duration.ofMillis(amount);
                }
                case "s" -> {
                    return Duration.ofSeconds(amount);
                }
                case "m" -> {
                    return Duration.ofMinutes(amount);
                }
                case "h" -> {
                    return Duration.ofHours(amount);
                }
                case "d" -> {
                    return Duration.ofDays(amount);
                }
                default -> {
                }
            }
        }
        throw new IllegalArgumentException("'" + text + "' is not a time such as 250ms, 30s, 5m, 12h or 7d");
    }
}
