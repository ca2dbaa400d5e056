package dev.rivulet.worker.provider.failure;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;

/** Reads how long a provider asks to wait. */
final class RetryAfter {

    private static final String NUMBER = "\\d{1,9}(\\.\\d{1,9})?";
    private static final int MILLIS_DIGITS = 3;

    private RetryAfter() {}

    /**
     * Returns the time to wait, in whole milliseconds; null if no header says it.
     *
     * @param millis OpenAI's {@code retry-after-ms}, which is more exact; null if there is none
     * @param header {@code Retry-After}, seconds or a date (RFC 9110, 10.2.3); null if there is none
     */
    static Duration read(String millis, String header) {
        if (millis != null && millis.strip().matches(NUMBER)) {
            return Duration.ofMillis(new BigDecimal(millis.strip()).longValue());
        }
        if (header == null) {
            return null;
        }
        String value = header.strip();
        if (value.matches(NUMBER)) {
            return Duration.ofMillis(new BigDecimal(value).movePointRight(MILLIS_DIGITS).longValue());
        }
        try {
            Duration wait = Duration.between(Instant.now(),
                    DateTimeFormatter.RFC_1123_DATE_TIME.parse(value, Instant::from));
            return Duration.ofMillis(Math.max(0, wait.toMillis()));
        } catch (DateTimeException notADate) {
            return null;
        }
    }
}
