package dev.rivulet.worker.provider;

/** The protocols that providers speak. */
public enum ProviderKind {

    /** OpenAI's chat completions, which many servers implement. */
    OPENAI("openai", "https://api.openai.com/v1",
            "OPENAI_API_KEY, or OPENAI_BASE_URL to the address of an OpenAI-compatible server"),
    /** Anthropic's messages. */
    ANTHROPIC("anthropic", "https://api.anthropic.com", "ANTHROPIC_API_KEY, or rivulet.provider.api-key");

    final String defaultName;
    final String defaultBaseUrl;
    /** The settings that name a provider, for the error when none is set. */
    final String settings;

    ProviderKind(String defaultName, String defaultBaseUrl, String settings) {
        this.defaultName = defaultName;
        this.defaultBaseUrl = defaultBaseUrl;
        this.settings = settings;
    }
}
