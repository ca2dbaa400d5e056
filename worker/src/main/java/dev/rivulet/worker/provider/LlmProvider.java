package dev.rivulet.worker.provider;

/** A service that answers prompts with a stream of tokens. Thread-safe. */
public interface LlmProvider extends AutoCloseable {

    /** The name that clients and operators see. */
    String name();

    /**
     * Returns whether it takes requests with a {@linkplain LlmRequest#prefix prefix}, to be continued where that ends.
     */
    default boolean canContinue() {
        return false;
    }

    /** Prepares a call; nothing is sent before {@link LlmCall#stream}. */
    LlmCall prepare(LlmRequest request);

    @Override
    void close();
}
