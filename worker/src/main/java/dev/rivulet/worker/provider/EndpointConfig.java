package dev.rivulet.worker.provider;

import dev.rivulet.runtime.config.Limits;
import dev.rivulet.runtime.config.Secret;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** One place that answers come from, and what is done when it fails. */
public interface EndpointConfig {

    /** The name that clients see in {@code started}. */
    @WithDefault("openai")
    String name();

    /** An OpenAI-compatible endpoint, such as {@code https://api.openai.com/v1}; also {@code OPENAI_BASE_URL}. */
    Optional<String> baseUrl();

    /** Sent as a bearer token; also {@code OPENAI_API_KEY}. */
    @WithConverter(Secret.Reader.class)
    Optional<Secret> apiKey();

    /** The model to ask for here, whatever the turn names. Unset: the turn's. */
    Optional<String> model();

    /** How long to wait for a connection. */
    @WithDefault("10s")
    @WithConverter(Limits.PositiveDuration.class)
    Duration connectTimeout();

    /** How often a call is repeated that failed for a reason that may pass, before its first token. */
    @WithDefault("2")
    @WithConverter(Limits.Count.class)
    int maxRetries();

    /** The longest pause before the first repetition; the actual one is random. It doubles with each. */
    @WithDefault("250ms")
    @WithConverter(Limits.PositiveDuration.class)
    Duration retryInitialBackoff();

    /** The longest pause before any repetition, also when the provider asks for a longer one: then there is none. */
    @WithDefault("5s")
    @WithConverter(Limits.PositiveDuration.class)
    Duration retryMaxBackoff();

    /** Calls that may run at once. */
    @WithDefault("10000")
    @WithConverter(Limits.PositiveInt.class)
    int maxConcurrentCalls();

    /** Percentage of failed calls at which the circuit breaker opens. */
    @WithDefault("50")
    @WithConverter(Limits.Percentage.class)
    int breakerFailureRate();

    /** How many of the last calls the circuit breaker looks at; it opens no sooner than after so many. */
    @WithDefault("50")
    @WithConverter(Limits.PositiveInt.class)
    int breakerCalls();

    /** How long an open circuit breaker lets no call through before it tries a few. */
    @WithDefault("10s")
    @WithConverter(Limits.PositiveDuration.class)
    Duration breakerOpenFor();
}
