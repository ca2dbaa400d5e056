package dev.rivulet.gateway.api.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rivulet.gateway.http.JsonRequest;
import dev.rivulet.gateway.http.KnownNames;
import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.gateway.submit.MessageText;
import dev.rivulet.gateway.submit.TurnRequest;
import dev.rivulet.schemas.Message;
import java.util.Map;
import java.util.Set;

/** Reads the messages of a chat completion: their role and text. */
final class ChatMessage {

    private static final Set<String> UNSUPPORTED_ROLES = Set.of("tool", "function");
    /** What a message may have beside its role and text, as long as there is nothing in it: clients repeat answers. */
    private static final Set<String> UNSUPPORTED = Set.of("name", "refusal", "annotations", "audio", "tool_calls",
            "tool_call_id", "function_call");
    private static final KnownNames FIELDS = KnownNames.of("role", "content")
            .with(UNSUPPORTED.toArray(String[]::new));

    private ChatMessage() {}

    /** @throws ProblemException if a field is missing, unknown, invalid or not supported */
    static Message read(JsonRequest message) {
        message.requireOnly(FIELDS);
        Message read = new Message(message.choice("role", TurnRequest.ROLES, UNSUPPORTED_ROLES)
                .orElseThrow(() -> message.missing("role")), text(message));
        requireSupported(message);
        return read;
    }

    private static String text(JsonRequest message) {
        if (!message.has("content")) {
            requireSupported(message); // which has more to say than that the text is missing
        }
        return MessageText.text(message, "content");
    }

    private static void requireSupported(JsonRequest message) {
        for (Map.Entry<String, JsonNode> field : message.values().entrySet()) {
            boolean empty = field.getValue().isArray() && field.getValue().isEmpty();
            if (UNSUPPORTED.contains(field.getKey()) && !empty) {
                String path = message.pathOf(field.getKey());
                throw new ProblemException(ProblemCode.UNSUPPORTED_VALUE,
                        path + " is not supported: messages have a role and text.", path);
            }
        }
    }
}
