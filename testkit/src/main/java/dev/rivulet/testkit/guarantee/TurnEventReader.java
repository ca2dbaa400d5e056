package dev.rivulet.testkit.guarantee;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rivulet.testkit.sse.SseEvent;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads the JSON of a turn's events as clients do: unknown fields and types are ignored. */
final class TurnEventReader {

    private static final ObjectMapper JSON = new ObjectMapper();

    private TurnEventReader() {}

    /**
     * Returns the event; empty if its type is unknown.
     *
     * @throws IllegalArgumentException if the data violates the protocol
     */
    static Optional<TurnEvent> read(SseEvent event) {
        return switch (event.type()) {
            case "started" -> Optional.of(started(parse(event)));
            case "delta" -> Optional.of(delta(parse(event)));
            case "reasoning", "tool-call" -> Optional.of(other(parse(event)));
            case "done" -> Optional.of(done(parse(event)));
            case "error" -> Optional.of(failed(parse(event)));
            default -> Optional.empty();
        };
    }

    private static TurnEvent started(JsonNode data) {
        JsonNode continues = data.path("continues");
        return new TurnEvent.Started(number(data, "attempt"), data.path("model").asText(""),
                data.path("provider").asText(""), continues.isMissingNode()
                        ? null
                        : new TurnEvent.Continues(number(continues, "seq"), number(continues, "length")));
    }

    private static TurnEvent delta(JsonNode data) {
        return new TurnEvent.Delta(number(data, "attempt"), number(data, "seq"), text(data, "content"));
    }

    private static TurnEvent other(JsonNode data) {
        return new TurnEvent.Delta(number(data, "attempt"), number(data, "seq"), "");
    }

    private static TurnEvent done(JsonNode data) {
        return new TurnEvent.Done(number(data, "attempt"), optional(data, "seq"), optional(data, "length"),
                text(data, "finishReason"));
    }

    private static TurnEvent failed(JsonNode data) {
        return new TurnEvent.Failed(number(data, "attempt"), optional(data, "seq"), optional(data, "length"),
                text(data, "code"), data.path("message").asText(""), data.path("retryable").asBoolean(false));
    }

    private static JsonNode parse(SseEvent event) {
        try {
            return JSON.readTree(event.data());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("data is no JSON: " + event, e);
        }
    }

    private static int number(JsonNode data, String field) {
        return optional(data, field)
                .orElseThrow(() -> new IllegalArgumentException("no number " + field + " in " + data));
    }

    private static OptionalInt optional(JsonNode data, String field) {
        return data.path(field).isInt() ? OptionalInt.of(data.path(field).intValue()) : OptionalInt.empty();
    }

    private static String text(JsonNode data, String field) {
        if (!data.path(field).isTextual()) {
            throw new IllegalArgumentException("no text " + field + " in " + data);
        }
        return data.path(field).textValue();
    }
}
