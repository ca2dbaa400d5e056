package dev.rivulet.worker.provider;

import java.util.Optional;

/** The protocols that providers speak. */
public enum ProviderKind {

    /** OpenAI's chat completions, which many servers implement. */
    OPENAI("openai", "https://api.openai.com/v1",
            "OPENAI_API_KEY, or OPENAI_BASE_URL to the address of an OpenAI-compatible server", Optional.empty()),
    /** Anthropic's messages. The API has no default number of tokens; every model of it can write as many. */
    ANTHROPIC("anthropic", "https://api.anthropic.com", "ANTHROPIC_API_KEY, or rivulet.provider.api-key",
            Optional.of(4_096));

    final String defaultName;
    final String defaultBaseUrl;
    /** The settings that name a provider, for the error when none is set. */
    final String settings;
    /** The most tokens of an answer when nothing else says how many; empty: the provider decides. */
    final Optional<Integer> defaultMaxTokens;

    ProviderKind(String defaultName, String defaultBaseUrl, String settings, Optional<Integer> defaultMaxTokens) {
        this.defaultName = defaultName;
        this.defaultBaseUrl = defaultBaseUrl;
        this.settings = settings;
        this.defaultMaxTokens = defaultMaxTokens;
    }
}
