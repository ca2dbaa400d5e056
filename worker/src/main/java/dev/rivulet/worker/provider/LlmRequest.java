package dev.rivulet.worker.provider;

import dev.rivulet.schemas.Message;
import dev.rivulet.schemas.option.ModelOptions;
import java.util.List;
import java.util.stream.Stream;

/**
 * A request to a provider.
 *
 * @param maxTokens null: the provider's default
 * @param ceiling the most tokens that may be requested, whatever else says how many; null: no limit
 * @param temperature null: the provider's default
 * @param options what else the model is told; not null
 * @param prefix the beginning of the answer, which is to be continued; null: a whole answer
 */
public record LlmRequest(String model, List<Message> messages, Integer maxTokens, Integer ceiling,
        Double temperature, ModelOptions options, AnswerPrefix prefix) {

    /** A request for a whole answer. */
    public LlmRequest(String model, List<Message> messages, Integer maxTokens, Integer ceiling, Double temperature) {
        this(model, messages, maxTokens, ceiling, temperature, ModelOptions.NONE, null);
    }

    /** Returns the same request with options. */
    public LlmRequest with(ModelOptions others) {
        return new LlmRequest(model, messages, maxTokens, ceiling, temperature, others, prefix);
    }

    /** Returns the messages, and the beginning of the answer if there is one. */
    public List<Message> allMessages() {
        return prefix == null
                ? messages
                : Stream.concat(messages.stream(), Stream.of(Message.assistant(prefix.text()))).toList();
    }

    /** Returns the same request for the rest of an answer. */
    public LlmRequest continuing(AnswerPrefix start) {
        return new LlmRequest(model, messages, maxTokens, ceiling, temperature, options, start);
    }

    /** Leaves out what users wrote: safe for logs. */
    @Override
    public String toString() {
        return "LlmRequest[model=" + model + ", messages=" + messages.size() + "]";
    }
}
