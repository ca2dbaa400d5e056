package dev.rivulet.worker.provider.openai;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.rivulet.worker.provider.failure.ReportedError;
import java.util.Objects;

/**
 * OpenAI's error object. Each component may be null.
 *
 * @param param the field of the request that is at fault
 * @param code text or a number, depending on the server
 */
record ApiError(String message, String type, String param, Object code) {

    private static final ApiError EMPTY = new ApiError(null, null, null, null);

    record Body(ApiError error) {}

    @JsonCreator
    static ApiError of(@JsonProperty("message") String message, @JsonProperty("type") String type,
            @JsonProperty("param") Object param, @JsonProperty("code") Object code) {
        return new ApiError(message, type, Objects.toString(param, null), code);
    }

    /** Some servers send only a text. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static ApiError of(String message) {
        return new ApiError(message, null, null, null);
    }

    /** Returns the error in a response's body; one whose components are null when the body is something else. */
    static ApiError parse(String body) {
        try {
            Body parsed = ChatChunk.JSON.readValue(body, Body.class);
            if (parsed != null && parsed.error() != null) {
                return parsed.error();
            }
        } catch (JsonProcessingException notAnErrorObject) {
            // Proxies respond with HTML. The status has to do.
        }
        return EMPTY;
    }

    /** Returns the HTTP status that stands for this error when it comes within a stream. */
    int statusInStream() {
        return code instanceof Integer number && number >= 400 && number < 600 ? number : 500;
    }

    /** Returns whether a field of the request is at fault: by its name or, from servers that give none, in words. */
    boolean isAbout(String field) {
        return param == null ? message != null && message.contains("'" + field + "'") : param.equals(field);
    }

    ReportedError reported() {
        return new ReportedError(type, Objects.toString(code, null), param, message);
    }
}
