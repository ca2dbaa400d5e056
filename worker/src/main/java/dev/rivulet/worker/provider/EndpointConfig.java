package dev.rivulet.worker.provider;

import dev.rivulet.runtime.config.Limits;
import dev.rivulet.runtime.config.Secret;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** One place that answers come from, and what is done when it fails. */
public interface EndpointConfig {

    /** The protocol it speaks. */
    @WithDefault("openai")
    ProviderKind kind();

    /** The name that clients see in {@code started}. Unset: the kind's. */
    Optional<String> name();

    /**
     * Where it is, such as {@code https://api.openai.com/v1} or {@code https://api.anthropic.com}. Unset: the kind's, if
     * there is a key. For the first provider also {@code OPENAI_BASE_URL} or {@code ANTHROPIC_BASE_URL}, by its kind.
     */
    Optional<String> baseUrl();

    /** The credentials. For the first provider also {@code OPENAI_API_KEY} or {@code ANTHROPIC_API_KEY}, by its kind. */
    @WithConverter(Secret.Reader.class)
    Optional<Secret> apiKey();

    /** The model to ask for here, whatever the turn names. Unset: the turn's. */
    Optional<String> model();

    /** The longest answer, in tokens, when the turn names none. Unset: the provider's limit, for Anthropic 4096. */
    @WithConverter(Limits.PositiveInt.class)
    Optional<Integer> maxTokens();

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
