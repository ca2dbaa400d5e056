package dev.rivulet.worker.provider;

import dev.rivulet.schemas.ErrorCode;
import java.time.Duration;
import java.util.Locale;

/**
 * Makes the exceptions for a provider's failures, with the sentences that clients see. The same for every protocol.
 *
 * @param provider its name
 */
public record ProviderErrors(String provider) {

    private static final String SECONDS = "\\d{1,6}";

    /**
     * Returns the error code for an HTTP status.
     *
     * @param message the provider's; null when there is none
     */
    public static ErrorCode code(int status, String message) {
        return switch (status) {
            case 401, 402, 403 -> ErrorCode.UPSTREAM_UNAUTHORIZED;
            case 404 -> message != null && message.toLowerCase(Locale.ROOT).contains("model")
                    ? ErrorCode.MODEL_NOT_FOUND
                    : ErrorCode.UPSTREAM_REJECTED;
            case 429 -> ErrorCode.RATE_LIMITED;
            default -> status >= 500 ? ErrorCode.UPSTREAM_ERROR : ErrorCode.UPSTREAM_REJECTED;
        };
    }

    /**
     * The provider responded with an error status.
     *
     * @param message the provider's; null when there is none
     * @param retryAfter the header {@code Retry-After}; empty when there is none
     */
    public ProviderException errorStatus(ErrorCode code, int status, String message, String retryAfter) {
        return new ProviderException(code, sentence(" answered with status " + status, message),
                retryAfter.matches(SECONDS) ? Duration.ofSeconds(Long.parseLong(retryAfter)) : null, null);
    }

    /**
     * The provider sent an error within the stream.
     *
     * @param message the provider's; null when there is none
     */
    public ProviderException errorInStream(ErrorCode code, String message) {
        return new ProviderException(code, sentence(" broke the answer off", message));
    }

    /** Also for a call that was stopped. */
    public ProviderException unreachable(Throwable cause) {
        return new ProviderException(ErrorCode.UPSTREAM_UNREACHABLE,
                "The provider " + provider + " could not be reached, or broke the connection.", cause);
    }

    public ProviderException truncated(Throwable cause) {
        return new ProviderException(ErrorCode.UPSTREAM_TRUNCATED,
                "The provider " + provider + " ended the answer without a finish reason: it is cut short.", cause);
    }

    public ProviderException notAnEventStream() {
        return new ProviderException(ErrorCode.UPSTREAM_INVALID,
                "The provider " + provider + " did not answer with an event stream.");
    }

    public ProviderException invalid(Throwable cause) {
        return new ProviderException(ErrorCode.UPSTREAM_INVALID,
                "The provider " + provider + " sent something that is not part of an answer.", cause);
    }

    private String sentence(String what, String message) {
        return "The provider " + provider + what
                + (message == null || message.isBlank() ? "." : ": " + ProviderText.bounded(message.strip()));
    }
}
