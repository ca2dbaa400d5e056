package dev.rivulet.testkit.llm;

import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * A chat completion request that the simulator accepted.
 *
 * @param maxTokens {@code max_completion_tokens}, else {@code max_tokens}
 * @param includeUsage whether the stream must end with a usage chunk
 * @param authorization whether the request had an {@code Authorization} header
 * @param body the JSON as received
 */
public record SimulatedRequest(String model, List<Message> messages, OptionalInt maxTokens, OptionalDouble temperature,
        boolean stream, boolean includeUsage, boolean authorization, String body) {

    /** Returns the last user message, or an empty text. */
    public String prompt() {
        return messages.stream().filter(message -> message.role().equals("user")).map(Message::content)
                .reduce("", (older, newer) -> newer);
    }

    /** Returns a rough count: one token per word. */
    int promptTokens() {
        return messages.stream().mapToInt(message -> message.content().strip().split("\\s+").length).sum();
    }
}
