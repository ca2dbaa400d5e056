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
 * @param onDisconnect what to do when the client that asked goes away; default {@link OnDisconnect#CONTINUE}
 */
public record TurnOptions(String model, Integer maxTokens, Double temperature, String system, WhenBusy whenBusy,
        OnInterruption onInterruption, OnDisconnect onDisconnect) {

    public static final TurnOptions NONE = new TurnOptions(null, null, null, null, null, null, null);

    /** Leaves out the system prompt: safe for logs. */
    @Override
    public String toString() {
        return "TurnOptions[model=" + model + ", maxTokens=" + maxTokens + ", temperature=" + temperature + "]";
    }
}
