package dev.rivulet.worker.provider;

import dev.rivulet.schemas.option.ModelOptions;
import java.util.Optional;

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

    /**
     * Returns the path of the first option that it cannot honour: it must not be asked with it. Empty if there is none.
     */
    default Optional<String> unsupported(ModelOptions options) {
        return Optional.empty();
    }

    /** Prepares a call; nothing is sent before {@link LlmCall#stream}. */
    LlmCall prepare(LlmRequest request);

    @Override
    void close();
}
