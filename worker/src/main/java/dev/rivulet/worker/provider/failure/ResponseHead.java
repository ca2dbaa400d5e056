package dev.rivulet.worker.provider.failure;

import java.time.Duration;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * What the head of a provider's response says.
 *
 * @param requestId the provider's name for the request; null if it has none
 * @param retryAfter how long to wait before the next call; null if the provider does not say
 */
public record ResponseHead(int status, String requestId, Duration retryAfter) {

    /** @param header returns the value of a header, whatever the case of its name; null if there is none */
    public static ResponseHead of(int status, UnaryOperator<String> header) {
        String requestId = Stream.of("x-request-id", "request-id").map(header).filter(Objects::nonNull).findFirst()
                .orElse(null);
        return new ResponseHead(status, requestId,
                RetryAfter.read(header.apply("retry-after-ms"), header.apply("retry-after")));
    }
}
