package dev.rivulet.worker.provider.anthropic;

import com.anthropic.core.http.Headers;
import com.anthropic.errors.AnthropicServiceException;
import com.anthropic.errors.SseException;
import com.anthropic.models.ErrorType;
import dev.rivulet.worker.provider.ProviderErrors;
import dev.rivulet.worker.provider.ProviderException;
import dev.rivulet.worker.provider.failure.ReportedError;
import dev.rivulet.worker.provider.failure.ResponseHead;

/** Reads errors of the API: a response with an error status, or an event within a stream. */
final class AnthropicError {

    private AnthropicError() {}

    static ProviderException toException(AnthropicServiceException error, ProviderErrors errors) {
        ResponseHead head = head(error.statusCode(), error.headers());
        String type = error.type().map(ErrorType::asString).orElse(null);
        ReportedError reported = new ReportedError(type, null, null, error.apiMessage().orElse(null));
        return error instanceof SseException
                ? errors.brokenOff(head, status(type == null ? "" : type), reported)
                : errors.refused(head, reported);
    }

    private static ResponseHead head(int status, Headers headers) {
        return ResponseHead.of(status, name -> headers.values(name).stream().findFirst().orElse(null));
    }

    /** Returns the HTTP status that stands for an error type; see "Errors" in Anthropic's API reference. */
    private static int status(String type) {
        return switch (type) {
            case "invalid_request_error" -> 400;
            case "authentication_error" -> 401;
            case "billing_error" -> 402;
            case "permission_error" -> 403;
            case "not_found_error" -> 404;
            case "request_too_large" -> 413;
            case "rate_limit_error" -> 429;
            default -> 500;
        };
    }
}
