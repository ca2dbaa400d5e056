package dev.rivulet.gateway.api.openai;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.gateway.submit.OptionFields;
import dev.rivulet.schemas.ErrorCode;
import dev.rivulet.schemas.event.TurnError;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * OpenAI's error object, and the HTTP status of a response with it.
 *
 * @param param the invalid field; null if there is none
 * @param retryAfterMs how long the provider or a quota asks to wait, in milliseconds; null if that is not known
 */
record ChatError(int status, String message, String type, String param, String code, Long retryAfterMs) {

    private static final String INVALID = "invalid_request_error";
    private static final String SERVER = "server_error";
    /** What OpenAI says when there were too many requests. */
    private static final String LIMITED_TYPE = "requests";
    private static final String LIMITED_CODE = "rate_limit_exceeded";
    /** Type and code of what OpenAI says when there is no money left. */
    private static final String NO_BUDGET = "insufficient_quota";
    private static final String MAX_TOKENS = "maxTokens";

    /** Returns the error of a request that failed. */
    static ChatError of(ProblemException problem) {
        int status = problem.code().status();
        if (problem.code() == ProblemCode.BUDGET_EXCEEDED) {
            return new ChatError(status, problem.getMessage(), NO_BUDGET, null, NO_BUDGET, null);
        }
        if (problem.code().isQuota()) {
            return new ChatError(status, problem.getMessage(), LIMITED_TYPE, null, LIMITED_CODE,
                    problem.retryAfter().map(Duration::toMillis).orElse(null));
        }
        String code = problem.code() == ProblemCode.INTERNAL ? "internal" : problem.code().code();
        return new ChatError(status, problem.getMessage(), status >= 500 ? SERVER : INVALID, param(problem), code,
                null);
    }

    /** Returns the field at fault by the name that this API has for it. */
    private static String param(ProblemException problem) {
        return MAX_TOKENS.equals(problem.field()) ? "max_tokens" : OptionFields.unprefixed(problem.field());
    }

    /** Returns the error of a turn that failed. */
    static ChatError of(TurnError failed) {
        int status = status(failed.code());
        String type = switch (status) {
            case 400, 404 -> INVALID;
            case 429 -> "rate_limit_error";
            default -> SERVER;
        };
        return new ChatError(status, failed.message(), type, status == 404 ? "model" : null, failed.code(),
                failed.retryAfterMs());
    }

    /** Returns the error of a stream whose turn was restarted: text that was sent cannot be revoked. */
    static ChatError restarted() {
        return new ChatError(500, "The answer began anew after some of it had been sent.", SERVER, null, "restarted",
                null);
    }

    /** Returns the error of a request for a model that is not listed. */
    static ChatError unknownModel() {
        return new ChatError(404, "GET /v1/models lists no such model.", INVALID, "model", "model_not_found", null);
    }

    ObjectNode json() {
        ObjectNode error = JsonNodeFactory.instance.objectNode().put("message", message).put("type", type)
                .put("param", param).put("code", code);
        if (retryAfterMs != null) {
            error.put("retry_after_ms", retryAfterMs);
        }
        return JsonNodeFactory.instance.objectNode().set("error", error);
    }

    /** Returns the value of {@code Retry-After}: whole seconds, not less than the time to wait. */
    Optional<String> retryAfterSeconds() {
        return Optional.ofNullable(retryAfterMs).map(millis -> Long.toString(Math.ceilDiv(millis, 1_000)));
    }

    private static int status(String code) {
        Optional<ErrorCode> known = Arrays.stream(ErrorCode.values()).filter(one -> one.code().equals(code))
                .findFirst();
        return known.map(ChatError::status).orElse(500);
    }

    private static int status(ErrorCode code) {
        return switch (code) {
            case MODEL_NOT_FOUND -> 404;
            case RATE_LIMITED, QUEUE_FULL -> 429;
            case SESSION_BUSY -> 409;
            case QUEUE_TIMEOUT, FIRST_TOKEN_TIMEOUT, IDLE_TIMEOUT, TOTAL_TIMEOUT -> 504;
            case UPSTREAM_REJECTED, UNSUPPORTED_OPTION, INVALID_PROMPT, CONTEXT_LENGTH_EXCEEDED, MODEL_REFUSED -> 400;
            // Not 401: the invalid credentials are the installation's, not the client's.
            case UPSTREAM_TRUNCATED, UPSTREAM_INVALID, UPSTREAM_UNREACHABLE, UPSTREAM_ERROR, UPSTREAM_UNAUTHORIZED,
                    UNSUPPORTED_ANSWER ->
                502;
            case WORKER_LOST, WORKER_OVERLOADED, UPSTREAM_UNAVAILABLE -> 503;
            case ANSWER_TOO_LONG, INTERNAL -> 500;
        };
    }
}
