package dev.rivulet.worker.provider;

/** A service that answers prompts with a stream of tokens. Thread-safe. */
public interface LlmProvider extends AutoCloseable {

    /** The name that clients and operators see. */
    String name();

    /** Prepares a call; nothing is sent before {@link LlmCall#stream}. */
    LlmCall prepare(LlmRequest request);

    @Override
    void close();
}
