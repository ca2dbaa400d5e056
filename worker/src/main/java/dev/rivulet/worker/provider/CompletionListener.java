package dev.rivulet.worker.provider;

/** Gets the events of a call, one at a time and in order, on any thread. */
public interface CompletionListener {

    /** A request is sent to a provider. Called again for each retry, and when the next provider is asked. */
    void requestSent(String provider, String model);

    /**
     * A request failed that was not stopped. Another may follow.
     *
     * @param provider the name of the one that was called
     */
    void requestFailed(String provider, ProviderException failure);

    /** The model is at work, but what it sent is nothing that can be shown. */
    void alive();

    /** The same, for a part that is not carried: what comes then is not continued if it breaks off. */
    default void other() {
        alive();
    }

    /**
     * A piece of the model's reasoning.
     *
     * @param content may be empty if there is a signature
     * @param signature see {@link dev.rivulet.schemas.event.Reasoning#signature}; null if there is none
     */
    void reasoning(String content, String signature);

    /** A piece of a tool call. */
    void toolCall(ToolCallPiece piece);

    /** A piece of the completion's text, never empty. */
    void token(String text);
}
