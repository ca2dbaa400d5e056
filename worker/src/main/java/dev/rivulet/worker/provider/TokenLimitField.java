package dev.rivulet.worker.provider;

/** The field of an OpenAI-compatible request that has the turn's token limit. */
public enum TokenLimitField {
    /**
     * {@code max_tokens}, which nearly every server knows; {@code max_completion_tokens} for the models for which the
     * server refuses it.
     */
    AUTO,
    MAX_TOKENS,
    MAX_COMPLETION_TOKENS
}
