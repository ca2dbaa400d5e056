package dev.rivulet.worker.provider;

import java.util.function.Consumer;

/** One request to a provider. */
public interface LlmCall {

    /**
     * Sends the request and reads the answer to its end. Blocks; called once.
     *
     * @param tokens gets each piece of text, on the calling thread
     * @throws ProviderException when the answer did not come to its proper end, a cancelled call included
     */
    LlmCompletion stream(Consumer<String> tokens) throws ProviderException;

    /** Closes the connection, in whatever state the call is; before {@link #stream} as well. Any thread. */
    void cancel();
}
