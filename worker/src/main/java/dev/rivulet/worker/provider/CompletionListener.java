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

    /** The model is at work, but what it sent is no text, such as its reasoning. */
    void alive();

    /** The same, for a part of another kind, such as a tool call: what comes then is not continued if it breaks off. */
    default void other() {
        alive();
    }

    /** A piece of the completion's text, never empty. */
    void token(String text);
}
