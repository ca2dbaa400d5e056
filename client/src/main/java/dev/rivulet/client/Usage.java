package dev.rivulet.client;

/**
 * The tokens that all calls of a turn to providers have used, as far as it is known.
 *
 * @param estimated true if a provider did not say how many, so that some were estimated; null otherwise
 */
public record Usage(long promptTokens, long completionTokens, long totalTokens, Boolean estimated) {

    /** Tokens as the provider counted them. */
    public Usage(long promptTokens, long completionTokens, long totalTokens) {
        this(promptTokens, completionTokens, totalTokens, null);
    }
}
