package dev.rivulet.worker.provider.anthropic;

import com.anthropic.core.JsonValue;
import com.anthropic.models.messages.MessageCreateParams;
import dev.rivulet.schemas.Message;
import dev.rivulet.worker.provider.LlmRequest;
import java.util.List;
import java.util.stream.Collectors;

/** Makes the body for the messages API: instructions apart from the conversation, and always a token limit. */
final class MessageRequest {

    /** The API has no default. Every model of the API can write as much. */
    private static final int MAX_TOKENS = 4_096;
    private static final String BETWEEN_INSTRUCTIONS = "\n\n";

    private MessageRequest() {}

    static MessageCreateParams of(LlmRequest request) {
        MessageCreateParams.Builder body = MessageCreateParams.builder().model(request.model())
                .maxTokens(request.maxTokens() == null ? MAX_TOKENS : request.maxTokens()).messages(List.of());
        String instructions = request.messages().stream().filter(message -> message.role().instructs())
                .map(Message::content).collect(Collectors.joining(BETWEEN_INSTRUCTIONS));
        if (!instructions.isEmpty()) {
            body.system(instructions);
        }
        for (Message message : request.messages()) {
            switch (message.role()) {
                case USER -> body.addUserMessage(message.content());
                case ASSISTANT -> body.addAssistantMessage(message.content());
                case SYSTEM, DEVELOPER -> {
                    /* above */ }
            }
        }
        if (request.temperature() != null) {
            // The library has no setter for it. A model that does not take it makes the provider refuse the request.
            body.putAdditionalBodyProperty("temperature", JsonValue.from(request.temperature()));
        }
        return body.build();
    }
}
