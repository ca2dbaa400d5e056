package dev.rivulet.schemas.command;

/**
 * What a client may choose for one turn. Null means the installation's default.
 *
 * @param model the provider's model name
 * @param maxTokens the most tokens the answer may have
 * @param temperature sampling temperature, 0 to 2
 * @param system the system prompt; it stays with the session until another turn sets one
 * @param whenBusy what to do when the session already runs a turn; default {@link WhenBusy#ENQUEUE}
 * @param onInterruption what to do when the worker is lost; default {@link OnInterruption#RESTART}
 * @param maxAttempts how often the turn may be started, with {@link OnInterruption#RESTART}
 * @param onDisconnect what to do when the client that asked goes away; default {@link OnDisconnect#CONTINUE}
 */
public record TurnOptions(String model, Integer maxTokens, Double temperature, String system, WhenBusy whenBusy,
        OnInterruption onInterruption, Integer maxAttempts, OnDisconnect onDisconnect, TurnTimeouts timeouts) {

    public static final TurnOptions NONE = new TurnOptions(null, null, null, null, null, null, null);

    /** @throws IllegalArgumentException when there is to be no attempt */
    public TurnOptions {
        if (maxAttempts != null && maxAttempts < 1) {
            throw new IllegalArgumentException("a turn has one attempt at least");
        }
    }

    /** With the installation's limits. */
    public TurnOptions(String model, Integer maxTokens, Double temperature, String system, WhenBusy whenBusy,
            OnInterruption onInterruption, OnDisconnect onDisconnect) {
        this(model, maxTokens, temperature, system, whenBusy, onInterruption, null, onDisconnect, null);
    }

    /** The same, but for what a disconnect does. */
    public TurnOptions with(OnDisconnect other) {
        return new TurnOptions(model, maxTokens, temperature, system, whenBusy, onInterruption, maxAttempts, other,
                timeouts);
    }

    /** The same, but for what is done when the session runs a turn. */
    public TurnOptions with(WhenBusy other) {
        return new TurnOptions(model, maxTokens, temperature, system, other, onInterruption, maxAttempts, onDisconnect,
                timeouts);
    }

    /** Leaves out the system prompt: safe for logs. */
    @Override
    public String toString() {
        return "TurnOptions[model=" + model + ", maxTokens=" + maxTokens + ", temperature=" + temperature + "]";
    }
}
