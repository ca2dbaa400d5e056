package dev.rivulet.worker.provider;

import dev.rivulet.schemas.Usage;

/**
 * How a whole completion ended.
 *
 * @param finishReason the provider's
 * @param usage null when the provider did not say
 */
public record LlmCompletion(String finishReason, Usage usage) {}
