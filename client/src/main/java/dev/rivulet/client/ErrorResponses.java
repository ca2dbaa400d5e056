package dev.rivulet.client;

import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;

/** Converts error responses and {@code problem} events to exceptions. */
final class ErrorResponses {

    private static final int MAX_DIGITS = 9;

    private ErrorResponses() {}

    /** @throws RetryableException if the request may succeed later or at another gateway */
    static RivuletException toException(int status, HttpHeaders headers, String body, ReadProgress progress)
            throws RetryableException {
        return toException(ProblemDetails.read(status, body), retryAfter(headers), progress);
    }

    /**
     * @param retryAfter how long the gateway must not be tried; null if it did not say
     * @throws RetryableException if the request may succeed later or at another gateway
     */
    static RivuletException toException(ProblemDetails problem, Duration retryAfter, ReadProgress progress)
            throws RetryableException {
        if (problem.retryable()) {
            throw new RetryableException(problem.message(), null, retryAfter);
        }
        return problem.toException(progress);
    }

    /** Reads {@code Retry-After}, seconds or a date (RFC 9110, 10.2.3); null if it is missing or invalid. */
    private static Duration retryAfter(HttpHeaders headers) {
        String value = headers.firstValue("Retry-After").orElse("");
        if (value.length() <= MAX_DIGITS && value.matches("[0-9]+")) {
            return Duration.ofSeconds(Long.parseLong(value));
        }
        try {
            Instant when = DateTimeFormatter.RFC_1123_DATE_TIME.parse(value, Instant::from);
            return Duration.between(Instant.now(), when);
        } catch (DateTimeException notADate) {
            return null;
        }
    }
}
