package dev.rivulet.worker.provider.openai;

import dev.rivulet.worker.provider.TokenLimitField;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which field carries the token limit of a request, by model: OpenAI's reasoning models refuse {@code max_tokens}, most
 * other servers know nothing else, and ignore a field that they do not know. Thread-safe.
 */
final class TokenLimit {

    /** Only what a provider says about its own models is remembered; a provider that says it of any name is not. */
    private static final int MOST_MODELS = 1_000;

    private final TokenLimitField field;
    private final Set<String> refused = ConcurrentHashMap.newKeySet();

    TokenLimit(TokenLimitField field) {
        this.field = field;
    }

    boolean isCompletionTokens(String model) {
        return field == TokenLimitField.MAX_COMPLETION_TOKENS || refused.contains(model);
    }

    /**
     * Notes that a request with {@code max_tokens} was refused.
     *
     * @return whether that was the field's fault, so that the other one should be tried
     */
    boolean isRefused(String model, int status, ApiError error) {
        boolean other = field == TokenLimitField.AUTO && status == 400 && error.isAbout("max_tokens")
                && error.message() != null && error.message().contains("max_completion_tokens");
        if (other && refused.size() < MOST_MODELS) {
            refused.add(model);
        }
        return other;
    }
}
