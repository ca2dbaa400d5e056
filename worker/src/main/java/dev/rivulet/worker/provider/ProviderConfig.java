package dev.rivulet.worker.provider;

import dev.rivulet.runtime.config.Limits;
import dev.rivulet.runtime.config.Secret;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** {@code rivulet.provider}: where the answers come from. */
public interface ProviderConfig {

    String PREFIX = "rivulet.provider";

    /** The name that clients see in {@code started}. */
    @WithDefault("openai")
    String name();

    /** An OpenAI-compatible endpoint, such as {@code https://api.openai.com/v1}; also {@code OPENAI_BASE_URL}. */
    Optional<String> baseUrl();

    /** Sent as a bearer token; also {@code OPENAI_API_KEY}. */
    @WithConverter(Secret.Reader.class)
    Optional<Secret> apiKey();

    /** How long to wait for a connection. */
    @WithDefault("10s")
    @WithConverter(Limits.PositiveDuration.class)
    Duration connectTimeout();
}
