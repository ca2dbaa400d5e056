package dev.rivulet.worker.provider;

import dev.rivulet.schemas.Usage;

/**
 * The proper end of an answer.
 *
 * @param finishReason as the provider gave it
 * @param usage null when the provider did not say
 */
public record LlmCompletion(String finishReason, Usage usage) {}
