package dev.rivulet.worker.provider;

import dev.rivulet.schemas.ErrorCode;
import dev.rivulet.schemas.Message;
import dev.rivulet.worker.provider.failure.FailureDetail;
import dev.rivulet.worker.provider.failure.Redaction;
import dev.rivulet.worker.provider.failure.ReportedError;
import dev.rivulet.worker.provider.failure.ResponseHead;
import java.util.List;
import java.util.stream.Stream;

/**
 * Makes the exceptions for the failures of one call. The same for every protocol. Clients get sentences of ours and the
 * status; what the provider said is for the log only, and is redacted when that asks for it. Thread-safe.
 *
 * @param provider its name
 */
public record ProviderErrors(String provider, Redaction redaction) {

    /** Returns those of one request to an endpoint. */
    public static ProviderErrors of(Endpoint endpoint, LlmRequest request) {
        return new ProviderErrors(endpoint.name(), new Redaction(endpoint.apiKey(), written(request)));
    }

    /** Returns all that was written by users and models: providers quote invalid input. */
    private static List<Message> written(LlmRequest request) {
        return request.options().none()
                ? request.allMessages()
                : Stream.concat(request.allMessages().stream(), request.options().texts().map(Message::user)).toList();
    }

    /** The provider responded with an error status. */
    public ProviderException refused(ResponseHead head, ReportedError error) {
        ErrorCode code = error.errorCode(head.status());
        return new ProviderException(code, sentence(code) + " (status " + head.status() + ").")
                .withRetryAfter(head.retryAfter()).withDetail(() -> FailureDetail.of(head, error, redaction));
    }

    /**
     * The provider sent an error within the stream.
     *
     * @param head of the response; its status, a success, is not that of the error
     * @param status the HTTP status that stands for the error
     */
    public ProviderException brokenOff(ResponseHead head, int status, ReportedError error) {
        ErrorCode code = error.errorCode(status);
        return new ProviderException(code, sentence(code) + ".")
                .withDetail(() -> FailureDetail.of(head, error, redaction));
    }

    /** Also for a call that was stopped. */
    public ProviderException unreachable(Throwable cause) {
        return failure(ErrorCode.UPSTREAM_UNREACHABLE, "could not be reached, or broke the connection", cause);
    }

    public ProviderException truncated(Throwable cause) {
        return failure(ErrorCode.UPSTREAM_TRUNCATED, "ended the answer without a finish reason: it is cut short",
                cause);
    }

    public ProviderException notAnEventStream() {
        return failure(ErrorCode.UPSTREAM_INVALID, "did not answer with an event stream", null);
    }

    public ProviderException invalid(Throwable cause) {
        return failure(ErrorCode.UPSTREAM_INVALID, "sent something that is not part of an answer", cause);
    }

    /** The provider sent no token within the endpoint's own limit. */
    public static ProviderException tooSlow(String provider) {
        return new ProviderException(ErrorCode.FIRST_TOKEN_TIMEOUT,
                "The provider " + provider + " sent no token in time.");
    }

    /** The provider was asked to continue an answer, and answered from the beginning. */
    public static ProviderException beganAgain(String provider) {
        return new ProviderException(ErrorCode.UPSTREAM_INVALID,
                "The provider " + provider + " began an answer again that it was to continue.");
    }

    /** No provider of the list can continue an answer. */
    public static ProviderException cannotContinue() {
        return new ProviderException(ErrorCode.UPSTREAM_UNAVAILABLE, "No provider can continue an answer.");
    }

    /**
     * No provider of the list can honour an option.
     *
     * @param option its path
     */
    public static ProviderException unsupportedOption(String option) {
        return new ProviderException(ErrorCode.UNSUPPORTED_OPTION,
                "No provider of this installation can honour " + option + ".");
    }

    ProviderException refusedByModel() {
        return failure(ErrorCode.MODEL_REFUSED, "answered with a refusal of its model", null);
    }

    ProviderException notCarried() {
        return failure(ErrorCode.UNSUPPORTED_ANSWER,
                "answered with nothing but what is not carried, or its reasoning", null);
    }

    private ProviderException failure(ErrorCode code, String what, Throwable cause) {
        return new ProviderException(code, "The provider " + provider + " " + what + ".", cause)
                .withDetail(() -> FailureDetail.of(cause, redaction));
    }

    private String sentence(ErrorCode code) {
        return "The provider " + provider + " " + switch (code) {
            case UPSTREAM_UNAUTHORIZED -> "refused the credentials of this installation";
            case RATE_LIMITED -> "refused because of load or quota";
            case MODEL_NOT_FOUND -> "does not know the model";
            case CONTEXT_LENGTH_EXCEEDED -> "refused the conversation: it is longer than the model's context";
            case UPSTREAM_REJECTED -> "refused the request";
            default -> "answered with an error";
        };
    }
}
