package dev.rivulet.worker.provider;

/** One request to a provider. */
public interface LlmCall {

    /** Why a call is to end early. */
    enum Stop {
        /** Nobody wants the answer any more: this says nothing about the provider. */
        UNWANTED,
        /** The provider kept silent for too long. */
        TOO_SLOW
    }

    /**
     * Sends the request and waits for the end of the answer. Blocks; called once.
     *
     * @param answer gets the tokens on a thread of the provider's that may read other answers too: while it blocks, those
     *            wait. Nothing comes after this method has ended.
     * @throws ProviderException when the answer did not come to its proper end, a stopped call included
     */
    LlmCompletion stream(CompletionListener listener) throws ProviderException;

    /** Closes the connection, in whatever state the call is; before {@link #stream} as well. Any thread; does not block. */
    void stop(Stop reason);
}
