package dev.rivulet.worker.provider;

/** How an endpoint is asked to continue an answer that broke off. */
public enum Continuation {

    /** Not at all: it would answer the prompt anew. */
    NONE,
    /** By the text as the last message, of the assistant: Anthropic, where the model takes it, and like servers. */
    PREFILL,
    /** The same, with {@code continue_final_message} and without {@code add_generation_prompt}: vLLM, SGLang. */
    CONTINUE_FINAL_MESSAGE,
    /** By the text as the last message, of the assistant, with {@code prefix}: DeepSeek, Mistral. */
    PREFIX;

    /**
     * Returns the part of a text that is sent. Prefilled text must not end with white space: servers refuse that, and
     * models write the next word with the space before it.
     */
    public String sent(String text) {
        return this == PREFILL ? text.stripTrailing() : text;
    }
}
