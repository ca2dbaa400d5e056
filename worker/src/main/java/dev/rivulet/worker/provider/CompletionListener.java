package dev.rivulet.worker.provider;

/** Gets the events of a call, one at a time and in order, on any thread. */
public interface CompletionListener {

    /** A request is sent to a provider. Called again for each retry, and when the next provider is asked. */
    void requestSent(String provider, String model);

    /** A piece of the completion's text, never empty. */
    void token(String text);
}
