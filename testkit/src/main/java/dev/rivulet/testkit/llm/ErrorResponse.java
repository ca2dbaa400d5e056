package dev.rivulet.testkit.llm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Optional;

/** An error in OpenAI's format. Thrown while a request is read, and sent as JSON. */
final class ErrorResponse extends RuntimeException {

    private final int status;
    private final String type;
    private final String param;
    private final String code;

    private ErrorResponse(int status, String message, String type, String param, String code) {
        super(message, null, false, false);
        this.status = status;
        this.type = type;
        this.param = param;
        this.code = code;
    }

    static ErrorResponse badRequest(String message, String param) {
        return new ErrorResponse(400, message, "invalid_request_error", param, null);
    }

    static ErrorResponse unknownModel(String model) {
        return new ErrorResponse(404, "The model `" + model + "` does not exist or you do not have access to it.",
                "invalid_request_error", null, "model_not_found");
    }

    static ErrorResponse unknownUrl(String method, String path) {
        return new ErrorResponse(404, "Invalid URL (" + method + " " + path + ")", "invalid_request_error", null, null);
    }

    static ErrorResponse wrongKey() {
        return new ErrorResponse(401, "Incorrect API key provided.", "invalid_request_error", null, "invalid_api_key");
    }

    static ErrorResponse brokenScript(RuntimeException cause) {
        return new ErrorResponse(500, "The simulator's script failed: " + cause, "server_error", null, null);
    }

    static ErrorResponse of(Fault.Status fault) {
        Optional<Duration> wait = fault.retryAfter();
        return switch (fault.status()) {
            case 401 -> wrongKey();
            case 429 -> new ErrorResponse(429, "Rate limit reached." + wait.map(time -> " Please try again in "
                    + time.toSeconds() + "s.").orElse(""), "requests", null, "rate_limit_exceeded");
            default -> new ErrorResponse(fault.status(), "Simulated error " + fault.status() + ".",
                    fault.status() < 500 ? "invalid_request_error" : "server_error", null, null);
        };
    }

    int status() {
        return status;
    }

    JsonNode json() {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.putObject("error").put("message", getMessage()).put("type", type).put("param", param).put("code", code);
        return root;
    }
}
