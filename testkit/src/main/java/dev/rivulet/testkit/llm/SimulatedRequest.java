package dev.rivulet.testkit.llm;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * A chat completion request that the simulator accepted.
 *
 * @param maxTokens {@code max_completion_tokens}, else {@code max_tokens}
 * @param includeUsage whether the stream must end with a usage chunk
 * @param authorization whether the request had an {@code Authorization} header
 * @param prefix the beginning of an answer that is to be continued; it is not among the messages
 * @param body the JSON as received
 */
public record SimulatedRequest(String model, List<Message> messages, OptionalInt maxTokens, OptionalDouble temperature,
        boolean stream, boolean includeUsage, boolean authorization, Optional<String> prefix, String body) {

    /** Returns the last user message, or an empty text. */
    public String prompt() {
        return messages.stream().filter(message -> message.role().equals("user")).map(Message::content)
                .reduce("", (older, newer) -> newer);
    }

    /** Returns all fields of the body but model, messages, and what this record names: the options that it got. */
    public Map<String, JsonNode> options() {
        return RequestReader.options(body);
    }

    /** Returns a rough count: one token per word. */
    int promptTokens() {
        return Stream.concat(messages.stream().map(Message::content), prefix.stream())
                .mapToInt(text -> text.strip().split("\\s+").length).sum();
    }
}
