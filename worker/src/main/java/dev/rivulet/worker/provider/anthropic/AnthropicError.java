package dev.rivulet.worker.provider.anthropic;

import com.anthropic.errors.AnthropicServiceException;
import com.anthropic.errors.SseException;
import com.anthropic.models.ErrorType;
import dev.rivulet.schemas.ErrorCode;
import dev.rivulet.worker.provider.ProviderErrors;
import dev.rivulet.worker.provider.ProviderException;

/** An error that the API answered with, instead of an answer or in the middle of one. */
record AnthropicError(boolean inStream, int status, String said, String retryAfter) {

    static AnthropicError of(AnthropicServiceException error) {
        boolean inStream = error instanceof SseException;
        return new AnthropicError(inStream, inStream
                ? status(error.type().map(ErrorType::asString).orElse(""))
                : error.statusCode(), error.apiMessage().orElse(null),
                error.headers().values("Retry-After").stream().findFirst().orElse(""));
    }

    /** What the type would be as a status; see "Errors" in Anthropic's API reference. */
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

    ProviderException toException(ProviderErrors errors) {
        ErrorCode code = ProviderErrors.code(status, said);
        return inStream ? errors.errorInStream(code, said) : errors.errorStatus(code, status, said, retryAfter);
    }
}
