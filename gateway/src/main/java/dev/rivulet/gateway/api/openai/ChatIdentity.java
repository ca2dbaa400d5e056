package dev.rivulet.gateway.api.openai;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.Usage;

/**
 * What is the same in all JSON about one completion.
 *
 * @param model the name of the model asked for
 */
record ChatIdentity(TurnId turn, String model) {

    private static final long MILLIS = 1_000;

    /** The fields that every object of a completion begins with. */
    ObjectNode object(String type) {
        return JsonNodeFactory.instance.objectNode().put("id", "chatcmpl-" + turn).put("object", type)
                .put("created", turn.timestamp() / MILLIS).put("model", model);
    }

    static ObjectNode usage(Usage usage) {
        return JsonNodeFactory.instance.objectNode().put("prompt_tokens", usage.promptTokens())
                .put("completion_tokens", usage.completionTokens()).put("total_tokens", usage.totalTokens());
    }
}
