package dev.rivulet.schemas.command;

import dev.rivulet.schemas.option.ModelOptions;

/**
 * What a client may choose for one turn. Null means the installation's default.
 *
 * @param model the provider's model name
 * @param maxTokens the most tokens of the completion
 * @param temperature sampling temperature, 0 to 2
 * @param system the system prompt; it stays with the session until another turn sets one
 * @param whenBusy what to do when the session already runs a turn; default {@link WhenBusy#ENQUEUE}
 * @param onInterruption what to do when the turn's worker is lost; default {@link OnInterruption#RESTART}
 * @param maxAttempts how often the turn may be started, with {@link OnInterruption#RESTART}
 * @param onDisconnect what to do when the client's connection is lost; default {@link OnDisconnect#CONTINUE}
 * @param continuation true when an interrupted answer is to go on where its text ends, if a provider can continue it;
 *            {@code onInterruption} says what happens otherwise. Null: never
 * @param modelOptions what else the model is told; null if nothing
 */
public record TurnOptions(String model, Integer maxTokens, Double temperature, String system, WhenBusy whenBusy,
        OnInterruption onInterruption, Integer maxAttempts, OnDisconnect onDisconnect, TurnTimeouts timeouts,
        Boolean continuation, ModelOptions modelOptions) {

    public static final TurnOptions NONE = new TurnOptions(null, null, null, null, null, null, null);

    /** The longest name of a model, in UTF-16 code units. Events always carry it, whatever else they leave out. */
    public static final int MAX_MODEL = 256;

    /** @throws IllegalArgumentException when {@code maxAttempts} is less than 1, or the model's name too long */
    public TurnOptions {
        if (model != null && model.length() > MAX_MODEL) {
            throw new IllegalArgumentException("the name of a model has at most " + MAX_MODEL + " characters");
        }
        if (maxAttempts != null && maxAttempts < 1) {
            throw new IllegalArgumentException("a turn has one attempt at least");
        }
        modelOptions = modelOptions == null || modelOptions.none() ? null : modelOptions;
    }

    /** Tells the model nothing else. */
    public TurnOptions(String model, Integer maxTokens, Double temperature, String system, WhenBusy whenBusy,
            OnInterruption onInterruption, Integer maxAttempts, OnDisconnect onDisconnect, TurnTimeouts timeouts,
            Boolean continuation) {
        this(model, maxTokens, temperature, system, whenBusy, onInterruption, maxAttempts, onDisconnect, timeouts,
                continuation, null);
    }

    /** Continues no interrupted answer. */
    public TurnOptions(String model, Integer maxTokens, Double temperature, String system, WhenBusy whenBusy,
            OnInterruption onInterruption, Integer maxAttempts, OnDisconnect onDisconnect, TurnTimeouts timeouts) {
        this(model, maxTokens, temperature, system, whenBusy, onInterruption, maxAttempts, onDisconnect, timeouts,
                null);
    }

    /** Leaves attempts and time-outs to the installation. */
    public TurnOptions(String model, Integer maxTokens, Double temperature, String system, WhenBusy whenBusy,
            OnInterruption onInterruption, OnDisconnect onDisconnect) {
        this(model, maxTokens, temperature, system, whenBusy, onInterruption, null, onDisconnect, null);
    }

    /** Returns the same with another {@code onDisconnect}. */
    public TurnOptions with(OnDisconnect other) {
        return new TurnOptions(model, maxTokens, temperature, system, whenBusy, onInterruption, maxAttempts, other,
                timeouts, continuation, modelOptions);
    }

    /** Returns the same with another {@code whenBusy}. */
    public TurnOptions with(WhenBusy other) {
        return new TurnOptions(model, maxTokens, temperature, system, other, onInterruption, maxAttempts, onDisconnect,
                timeouts, continuation, modelOptions);
    }

    /** Returns the same with another {@code onInterruption}. */
    public TurnOptions with(OnInterruption other) {
        return new TurnOptions(model, maxTokens, temperature, system, whenBusy, other, maxAttempts, onDisconnect,
                timeouts, continuation, modelOptions);
    }

    /** Returns the same, to be continued where the text of an interrupted answer ends. */
    public TurnOptions withContinuation() {
        return new TurnOptions(model, maxTokens, temperature, system, whenBusy, onInterruption, maxAttempts,
                onDisconnect, timeouts, true, modelOptions);
    }

    /** Returns the same with other options of the model. */
    public TurnOptions with(ModelOptions other) {
        return new TurnOptions(model, maxTokens, temperature, system, whenBusy, onInterruption, maxAttempts,
                onDisconnect, timeouts, continuation, other);
    }

    /** Returns what else the model is told; never null. Not named as a getter: JSON would take it for a field. */
    public ModelOptions toldToModel() {
        return modelOptions == null ? ModelOptions.NONE : modelOptions;
    }

    /**
     * Returns whether an interrupted answer is to go on where its text ends. Never if the answer must be JSON: a
     * provider that holds an answer to a grammar begins that anew. Not named as a getter: JSON would take it for a
     * field.
     */
    public boolean wantsContinuation() {
        return Boolean.TRUE.equals(continuation) && !toldToModel().requireJson();
    }

    /** Returns the same without the system prompt. */
    public TurnOptions withoutSystem() {
        return new TurnOptions(model, maxTokens, temperature, null, whenBusy, onInterruption, maxAttempts, onDisconnect,
                timeouts, continuation, modelOptions);
    }

    /** Returns the same without what is passed on to the model. */
    TurnOptions outline() {
        return new TurnOptions(null, null, null, null, whenBusy, onInterruption, maxAttempts, onDisconnect, timeouts,
                continuation);
    }

    /** Leaves out the system prompt: safe for logs. */
    @Override
    public String toString() {
        return "TurnOptions[model=" + model + ", maxTokens=" + maxTokens + ", temperature=" + temperature
                + ", modelOptions=" + toldToModel() + "]";
    }
}
