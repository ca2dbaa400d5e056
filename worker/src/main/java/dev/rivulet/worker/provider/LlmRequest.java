package dev.rivulet.worker.provider;

import dev.rivulet.schemas.Message;
import java.util.List;

/**
 * A request to a provider.
 *
 * @param maxTokens null: the provider's default
 * @param ceiling the most tokens that may be requested, whatever else says how many; null: no limit
 * @param temperature null: the provider's default
 */
public record LlmRequest(String model, List<Message> messages, Integer maxTokens, Integer ceiling,
        Double temperature) {

    /** Leaves out what users wrote: safe for logs. */
    @Override
    public String toString() {
        return "LlmRequest[model=" + model + ", messages=" + messages.size() + "]";
    }
}
