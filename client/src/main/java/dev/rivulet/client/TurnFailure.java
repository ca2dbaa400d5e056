package dev.rivulet.client;

/**
 * Why a turn failed.
 *
 * @param code stable, for programs: one of the protocol's table, or of a later version
 * @param message a sentence for people
 * @param retryable whether the same prompt may succeed as a new turn
 * @param retryAfterMs how long the provider asks to wait before that, in milliseconds; null if it did not say
 */
public record TurnFailure(String code, String message, boolean retryable, Long retryAfterMs) {}
