package dev.rivulet.testkit.llm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;

/** Reads the body of a chat completion request. Throws {@link ErrorResponse} if it is invalid. */
final class RequestReader {

    private static final ObjectMapper JSON = new ObjectMapper();
    /** The fields that are read here, or belong to a continuation. */
    private static final Set<String> OWN = Set.of("model", "messages", "stream", "stream_options", "max_tokens",
            "max_completion_tokens", "temperature", "add_generation_prompt", "continue_final_message");

    private RequestReader() {}

    /** @param continues whether a last message of the assistant is the beginning of the answer */
    static SimulatedRequest read(String body, boolean authorization, boolean continues) {
        JsonNode root = parse(body);
        List<Message> messages = messages(root);
        Optional<String> prefix = continues ? prefix(root, messages.getLast()) : Optional.empty();
        return new SimulatedRequest(model(root),
                prefix.isPresent() ? messages.subList(0, messages.size() - 1) : messages,
                maxTokens(root), temperature(root), root.path("stream").asBoolean(false),
                root.path("stream_options").path("include_usage").asBoolean(false),
                authorization, prefix, body);
    }

    /** Returns the fields that are options: sampling, the form of the answer, and the like. */
    static Map<String, JsonNode> options(String body) {
        Map<String, JsonNode> options = new LinkedHashMap<>();
        parse(body).properties().stream().filter(field -> !OWN.contains(field.getKey()))
                .forEach(field -> options.put(field.getKey(), field.getValue()));
        return options;
    }

    /** Refuses what servers refuse: vLLM two instructions that contradict, Anthropic white space at the end. */
    private static Optional<String> prefix(JsonNode root, Message last) {
        if (!last.role().equals("assistant")) {
            return Optional.empty();
        }
        boolean finalMessage = root.path("continue_final_message").asBoolean(false);
        if (finalMessage && root.path("add_generation_prompt").asBoolean(true)) {
            throw ErrorResponse.badRequest(
                    "Cannot set both `continue_final_message` and `add_generation_prompt` to True.", null);
        }
        boolean flagged = finalMessage || root.path("messages").path(root.path("messages").size() - 1).path("prefix")
                .asBoolean(false);
        if (!flagged && !last.content().equals(last.content().stripTrailing())) {
            throw ErrorResponse.badRequest(
                    "messages: final assistant content cannot end with trailing whitespace", "messages");
        }
        return Optional.of(last.content());
    }

    private static JsonNode parse(String body) {
        try {
            JsonNode root = JSON.readTree(body);
            if (root.isObject()) {
                return root;
            }
        } catch (JsonProcessingException e) {
            // handled below, as is JSON that is no object
        }
        throw ErrorResponse.badRequest("We could not parse the JSON body of your request.", null);
    }

    private static String model(JsonNode root) {
        String model = root.path("model").asText("");
        if (model.isEmpty()) {
            throw ErrorResponse.badRequest("you must provide a model parameter", "model");
        }
        return model;
    }

    private static List<Message> messages(JsonNode root) {
        JsonNode array = root.path("messages");
        if (array.isMissingNode()) {
            throw ErrorResponse.badRequest("Missing required parameter: 'messages'.", "messages");
        }
        if (!array.isArray() || array.isEmpty()) {
            throw ErrorResponse.badRequest("Invalid 'messages': expected an array with at least one message.",
                    "messages");
        }
        List<Message> messages = new ArrayList<>();
        for (JsonNode message : array) {
            String role = message.path("role").asText("");
            if (role.isEmpty()) {
                throw ErrorResponse.badRequest("Missing required parameter: 'messages[" + messages.size() + "].role'.",
                        "messages[" + messages.size() + "].role");
            }
            messages.add(new Message(role, content(message.path("content"))));
        }
        return messages;
    }

    private static String content(JsonNode content) {
        if (!content.isArray()) {
            return content.asText("");
        }
        StringBuilder text = new StringBuilder();
        content.forEach(part -> text.append(part.path("text").asText("")));
        return text.toString();
    }

    private static OptionalInt maxTokens(JsonNode root) {
        JsonNode limit = root.path("max_completion_tokens").isNumber()
                ? root.path("max_completion_tokens")
                : root.path("max_tokens");
        if (limit.isMissingNode() || limit.isNull()) {
            return OptionalInt.empty();
        }
        if (!limit.isInt() || limit.intValue() < 1) {
            throw ErrorResponse.badRequest("Invalid 'max_tokens': expected an integer of at least 1.", "max_tokens");
        }
        return OptionalInt.of(limit.intValue());
    }

    private static OptionalDouble temperature(JsonNode root) {
        JsonNode temperature = root.path("temperature");
        return temperature.isNumber() ? OptionalDouble.of(temperature.doubleValue()) : OptionalDouble.empty();
    }
}
