package dev.rivulet.client;

/** Token counts, as reported by the provider. */
public record Usage(long promptTokens, long completionTokens, long totalTokens) {}
