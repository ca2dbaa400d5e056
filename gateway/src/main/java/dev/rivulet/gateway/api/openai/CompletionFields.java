package dev.rivulet.gateway.api.openai;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.Usage;

/**
 * The fields that all JSON objects of one completion share.
 *
 * @param model the name of the model that answers; of the requested one, as long as no attempt has begun
 */
record CompletionFields(TurnId turn, String model) {

    /** DeepSeek's name, and that of most servers after it. OpenAI has none: it does not send reasoning here. */
    static final String REASONING = "reasoning_content";

    private static final long MILLIS_PER_SECOND = 1_000;

    CompletionFields ofModel(String other) {
        return new CompletionFields(turn, other);
    }

    /** Returns a new object with these fields. */
    ObjectNode object(String type) {
        return JsonNodeFactory.instance.objectNode().put("id", "chatcmpl-" + turn).put("object", type)
                .put("created", turn.timestamp() / MILLIS_PER_SECOND).put("model", model);
    }

    /** Adds the fields of a tool call that begins. */
    static void putCall(ObjectNode call, String id, String name, String arguments) {
        call.put("id", id).put("type", "function").putObject("function").put("name", name).put("arguments", arguments);
    }

    static ObjectNode usage(Usage usage) {
        return JsonNodeFactory.instance.objectNode().put("prompt_tokens", usage.promptTokens())
                .put("completion_tokens", usage.completionTokens()).put("total_tokens", usage.totalTokens());
    }
}
