package dev.rivulet.worker.provider.resilience;

import dev.rivulet.worker.provider.ProviderException;

/** What a failed call says about its provider. From the mildest to the one that nothing helps against. */
enum FailureKind {

    /** It may pass in a moment: the provider is asked again. */
    TRANSIENT,
    /** The provider does not work as it should: asking it again would not help. */
    FAULTY,
    /** The provider cannot serve this call, but it is not broken: another may serve it. */
    UNSERVED,
    /** The request is at fault, or this process: no provider would do better. */
    NOT_THE_PROVIDER;

    static FailureKind of(ProviderException failure) {
        return switch (failure.code()) {
            case UPSTREAM_UNREACHABLE, UPSTREAM_ERROR, RATE_LIMITED -> TRANSIENT;
            case UPSTREAM_TRUNCATED, UPSTREAM_INVALID, UPSTREAM_UNAUTHORIZED -> FAULTY;
            case UPSTREAM_UNAVAILABLE, MODEL_NOT_FOUND, CONTEXT_LENGTH_EXCEEDED, FIRST_TOKEN_TIMEOUT -> UNSERVED;
            default -> NOT_THE_PROVIDER;
        };
    }

    /** Whether the same provider is asked again. */
    boolean isRetried() {
        return this == TRANSIENT;
    }

    /** Whether the circuit breaker counts the call as a failure. */
    boolean countsForBreaker() {
        return this == TRANSIENT || this == FAULTY;
    }

    /** Whether the next provider of the list is asked. */
    boolean isFallenBackFrom() {
        return this != NOT_THE_PROVIDER;
    }
}
