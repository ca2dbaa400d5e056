package dev.rivulet.local.access;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A frame that a client sends on {@code /ws}, as {@code docs/openapi.yaml} has it.
 *
 * @param scope what it needs: that of a key, or {@code any} key
 * @param required the names of its fields
 */
record ClientFrame(String type, String scope, List<String> required) {

    static List<ClientFrame> all() {
        JsonNode frames = OpenApi.document().at("/paths/~1ws/get/x-client-frames");
        return frames.properties().stream()
                .map(frame -> new ClientFrame(frame.getKey(), frame.getValue().path("x-scope").asText(),
                        frame.getValue().path("required").valueStream().map(JsonNode::asText).toList()))
                .toList();
    }

    /** Returns whether it names a session. */
    boolean namesSession() {
        return required.contains("session") || type.equals("prompt");
    }

    /** Returns the frame about a turn, with the fields that it must have. */
    Map<String, String> about(Names names) {
        Map<String, String> values = Map.of("type", type, "id", "1", "session", names.session(), "turn", names.turn());
        Map<String, String> frame = new LinkedHashMap<>();
        required.forEach(field -> frame.put(field, values.getOrDefault(field, "")));
        if (type.equals("prompt")) {
            frame.put("session", names.session());
            frame.put("prompt", AccessFixture.OWN_PROMPT);
        }
        if (type.equals("ping")) {
            frame.put("id", "1");
        }
        return frame;
    }

    @Override
    public String toString() {
        return type;
    }
}
