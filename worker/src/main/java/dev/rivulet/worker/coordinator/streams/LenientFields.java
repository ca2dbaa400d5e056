package dev.rivulet.worker.coordinator.streams;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.Idempotency;
import dev.rivulet.schemas.json.Json;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The fields that name a turn in a record that cannot be read as a whole: found if they stand before what is broken.
 * Other fields are skipped without being kept in memory, however large they are.
 */
record LenientFields(Map<String, JsonNode> found) {

    private static final Set<String> WANTED = Set.of("type", "sessionId", "turnId", "idempotency", "attempt", "owner",
            "seq");
    private static final ObjectReader READER = Json.MAPPER.reader()
            .without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    static LenientFields of(byte[] json) {
        Map<String, JsonNode> found = new HashMap<>();
        try (JsonParser parser = Json.MAPPER.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return new LenientFields(found);
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                if (WANTED.contains(name)) {
                    found.put(name, READER.readTree(parser));
                } else {
                    parser.skipChildren();
                }
            }
        } catch (IOException broken) {
            // What stands before is found.
        }
        return new LenientFields(found);
    }

    /** Returns whether the field has this text. */
    boolean is(String field, String text) {
        return field(field).isTextual() && field(field).textValue().equals(text);
    }

    boolean has(String field) {
        return found.containsKey(field);
    }

    Optional<TurnId> turn() {
        return turn(field("turnId"));
    }

    /** Returns 0 when it is not a number. */
    long number(String field) {
        return field(field).longValue();
    }

    String text(String field) {
        return field(field).asText("");
    }

    /** Returns null when there is none, or it cannot be read. */
    Idempotency idempotency() {
        try {
            return has("idempotency") ? Json.MAPPER.treeToValue(field("idempotency"), Idempotency.class) : null;
        } catch (JsonProcessingException | IllegalArgumentException unreadable) {
            return null;
        }
    }

    static Optional<TurnId> turn(JsonNode id) {
        try {
            return id.isTextual() ? Optional.of(TurnId.parse(id.textValue())) : Optional.empty();
        } catch (IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }

    private JsonNode field(String name) {
        return found.getOrDefault(name, MissingNode.getInstance());
    }
}
