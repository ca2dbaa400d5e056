package dev.rivulet.client;

/** Tokens as the provider counted them. */
public record Usage(long promptTokens, long completionTokens, long totalTokens) {}
