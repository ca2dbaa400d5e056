package dev.rivulet.gateway.quota;

/**
 * What a turn may use.
 *
 * @param model null for the installation's default
 * @param promptTokens of what was sent; an estimate
 * @param maxTokens of the answer
 * @param continuesSession whether the model is sent what the session remembers, too
 */
public record TurnSize(String model, long promptTokens, long maxTokens, boolean continuesSession) {

    /** A turn of which the model is sent nothing but what was sent here. */
    TurnSize(String model, long promptTokens, long maxTokens) {
        this(model, promptTokens, maxTokens, false);
    }
}
