package dev.rivulet.worker.provider.failure;

import dev.rivulet.schemas.ErrorCode;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A provider's error object. Its words are not for clients: they name keys, accounts and addresses. Each component may
 * be null.
 *
 * @param param the field of the request that is at fault
 */
public record ReportedError(String type, String code, String param, String message) {

    public static final ReportedError NONE = new ReportedError(null, null, null, null);

    /** Returns the error code for a response, or an error within one, with this HTTP status. */
    public ErrorCode errorCode(int status) {
        if ("model_not_found".equals(code)) {
            return ErrorCode.MODEL_NOT_FOUND;
        }
        if (saysContextExceeded() && status != 429) {
            return ErrorCode.CONTEXT_LENGTH_EXCEEDED;
        }
        return switch (status) {
            case 401, 402, 403 -> ErrorCode.UPSTREAM_UNAUTHORIZED;
            case 404 -> lowerCaseMessage().contains("model") ? ErrorCode.MODEL_NOT_FOUND : ErrorCode.UPSTREAM_REJECTED;
            case 429 -> ErrorCode.RATE_LIMITED;
            default -> status >= 500 ? ErrorCode.UPSTREAM_ERROR : ErrorCode.UPSTREAM_REJECTED;
        };
    }

    /**
     * OpenAI and those that copy it have a code, llama.cpp a type; vLLM and Anthropic ({@code prompt is too long},
     * {@code exceed context limit}) only say it.
     */
    private boolean saysContextExceeded() {
        String said = lowerCaseMessage();
        return "context_length_exceeded".equals(code) || "exceed_context_size_error".equals(type)
                || said.contains("maximum context length") || said.contains("prompt is too long")
                || said.contains("exceed context limit");
    }

    private String lowerCaseMessage() {
        return message == null ? "" : message.toLowerCase(Locale.ROOT);
    }

    /** Returns all of it as text; null if there is nothing. */
    String words() {
        String words = Stream.of(type, code, param, message).filter(Objects::nonNull).filter(word -> !word.isBlank())
                .collect(Collectors.joining(" | "));
        return words.isEmpty() ? null : words;
    }
}
