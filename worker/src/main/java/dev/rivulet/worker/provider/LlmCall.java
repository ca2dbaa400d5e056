package dev.rivulet.worker.provider;

import java.util.function.Consumer;

/** One request to a provider. */
public interface LlmCall {

    /**
     * Sends the request and waits for the end of the answer. Blocks; called once.
     *
     * @param tokens gets each piece of text, one at a time and in order, on a thread of the provider's that may read other
     *            answers too: while it blocks, those wait. Nothing comes after this method has ended.
     * @throws ProviderException when the answer did not come to its proper end, a cancelled call included
     */
    LlmCompletion stream(Consumer<String> tokens) throws ProviderException;

    /** Closes the connection, in whatever state the call is; before {@link #stream} as well. Any thread; does not block. */
    void cancel();
}
