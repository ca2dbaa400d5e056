package dev.rivulet.worker.provider.anthropic;

import com.anthropic.core.JsonValue;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.UserMessageParam;
import dev.rivulet.schemas.Message;
import dev.rivulet.schemas.Role;
import dev.rivulet.worker.provider.Continuation;
import dev.rivulet.worker.provider.LlmRequest;
import java.util.List;
import java.util.stream.Collectors;

/** Makes the body for the messages API: instructions apart from the conversation, and always a token limit. */
final class MessageRequest {

    private static final String BETWEEN_INSTRUCTIONS = "\n\n";

    private MessageRequest() {}

    static MessageCreateParams of(LlmRequest request) {
        MessageCreateParams.Builder body = MessageCreateParams.builder().model(request.model())
                .maxTokens(request.maxTokens()).messages(List.of());
        String instructions = request.messages().stream().filter(message -> message.role().instructs())
                .map(Message::content).collect(Collectors.joining(BETWEEN_INSTRUCTIONS));
        if (!instructions.isEmpty()) {
            body.system(instructions);
        }
        for (Message message : request.messages()) {
            if (message.role().equals(Role.ASSISTANT)) {
                body.addAssistantMessage(message.content());
            } else if (!message.role().instructs()) {
                // Passed on as it is: a role that the API does not know makes it refuse the request.
                body.addMessage(UserMessageParam.builder().role(JsonValue.from(message.role().name()))
                        .content(message.content()).build());
            }
        }
        String prefix = request.prefix() == null ? "" : Continuation.PREFILL.sent(request.prefix().text());
        if (!prefix.isEmpty()) {
            body.addAssistantMessage(prefix);
        }
        if (request.temperature() != null) {
            // The library has no setter for it. A model that does not take it makes the provider refuse the request.
            body.putAdditionalBodyProperty("temperature", JsonValue.from(request.temperature()));
        }
        // For the same reason, and since they are JSON already.
        MessageOptions.of(request.options()).fields()
                .forEach((name, value) -> body.putAdditionalBodyProperty(name, JsonValue.fromJsonNode(value)));
        return body.build();
    }
}
