package dev.rivulet.schemas;

/** Tokens as the provider counted them. */
public record Usage(long promptTokens, long completionTokens, long totalTokens) {}
