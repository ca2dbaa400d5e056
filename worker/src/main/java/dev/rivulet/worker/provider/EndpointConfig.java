package dev.rivulet.worker.provider;

import dev.rivulet.runtime.config.Limits;
import dev.rivulet.runtime.config.Secret;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** One provider, and what is done when it fails. */
public interface EndpointConfig {

    /** The protocol it speaks. */
    @WithDefault("openai")
    ProviderKind kind();

    /** The name that clients see in {@code started}. Unset: the kind's. */
    Optional<String> name();

    /**
     * Its address, such as {@code https://api.openai.com/v1} or {@code https://api.anthropic.com}. Unset: the kind's,
     * if there is a key. For the first provider also {@code OPENAI_BASE_URL} or {@code ANTHROPIC_BASE_URL}, by its
     * kind.
     */
    Optional<String> baseUrl();

    /**
     * The credentials. For the first provider also {@code OPENAI_API_KEY} or {@code ANTHROPIC_API_KEY}, by its kind.
     */
    @WithConverter(Secret.Reader.class)
    Optional<Secret> apiKey();

    /** The model to request from this provider, whatever the turn names. Unset: the turn's. */
    Optional<String> model();

    /**
     * The longest completion, in tokens, when the turn names none. Unset: the provider's limit, for Anthropic 4096.
     */
    @WithConverter(Limits.PositiveInt.class)
    Optional<Integer> maxTokens();

    /** The field of a request that has its token limit. Only for {@code openai}. */
    @WithDefault("auto")
    TokenLimitField tokenLimitField();

    /** How it is asked to go on where an answer broke off; for turns with {@code onInterruption: continue}. */
    @WithDefault("none")
    Continuation continuation();

    /** How long to wait for a connection. */
    @WithDefault("10s")
    @WithConverter(Limits.PositiveDuration.class)
    Duration connectTimeout();

    /**
     * How long this provider may take from the call to its first token, retries included, before the next one is asked.
     * Without effect on the last one, which has the rest of the turn's own time.
     */
    @WithDefault("20s")
    @WithConverter(Limits.PositiveDuration.class)
    Duration firstTokenTimeout();

    /** How long the usage and the end of the response may take after the finish reason. Only for {@code openai}. */
    @WithDefault("1s")
    @WithConverter(Limits.PositiveDuration.class)
    Duration finishTimeout();

    /** How often a call is retried that failed before its first token for a reason that may pass. */
    @WithDefault("2")
    @WithConverter(Limits.Count.class)
    int maxRetries();

    /** The longest pause before the first retry; the actual pause is random. It doubles with each retry. */
    @WithDefault("250ms")
    @WithConverter(Limits.PositiveDuration.class)
    Duration retryInitialBackoff();

    /** The longest pause before any retry. A provider that asks for a longer one is not retried. */
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

    /** How many of the last calls the circuit breaker counts; it does not open before it has seen as many. */
    @WithDefault("50")
    @WithConverter(Limits.PositiveInt.class)
    int breakerCalls();

    /** How long an open circuit breaker refuses calls before it tries a few. */
    @WithDefault("10s")
    @WithConverter(Limits.PositiveDuration.class)
    Duration breakerOpenFor();
}
