package dev.rivulet.gateway.quota;

/**
 * What a turn may use.
 *
 * @param model null for the installation's default
 * @param promptTokens an estimate
 * @param maxTokens of the answer
 */
public record TurnSize(String model, long promptTokens, long maxTokens) {}
