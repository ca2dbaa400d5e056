package dev.rivulet.worker.provider;

/** One request to a provider. */
public interface LlmCall {

    /** Why a call is stopped. */
    enum Stop {
        /** Its completion is not needed any more. Not the provider's fault. */
        CANCELLED,
        /** The provider sent nothing for too long. */
        TIMED_OUT
    }

    /**
     * Sends the request and blocks until the response has ended. Called once.
     *
     * @param listener gets the tokens, on a thread of the provider that may read other responses too: while it blocks,
     *            those wait. Not called after this method has ended.
     * @throws ProviderException when the completion is not whole, also for a call that was stopped
     */
    LlmCompletion stream(CompletionListener listener) throws ProviderException;

    /**
     * Closes the connection, whatever the call is doing. May be called before {@link #stream}, which then fails. Any
     * thread; does not block.
     */
    void stop(Stop reason);
}
