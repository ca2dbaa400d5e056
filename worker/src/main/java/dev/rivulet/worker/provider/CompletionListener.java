package dev.rivulet.worker.provider;

/** Gets what comes of a call, one thing at a time and in order, on whatever thread it comes. */
public interface CompletionListener {

    /** A provider is asked now; again for each repetition, and when another provider takes over. */
    void requestSent(String provider, String model);

    /** A piece of the answer's text, never empty. */
    void token(String text);
}
