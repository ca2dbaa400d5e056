package dev.rivulet.worker.provider.resilience;

import dev.rivulet.schemas.option.ModelOptions;
import dev.rivulet.worker.provider.EndpointConfig;
import dev.rivulet.worker.provider.LlmCall;
import dev.rivulet.worker.provider.LlmProvider;
import dev.rivulet.worker.provider.LlmRequest;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.micrometer.tagged.TaggedBulkheadMetrics;
import io.github.resilience4j.micrometer.tagged.TaggedCircuitBreakerMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A provider with a circuit breaker and a bulkhead: it is not asked while it fails, nor beyond a number of concurrent
 * calls.
 */
final class GuardedProvider implements LlmProvider {

    private static final Logger LOG = LoggerFactory.getLogger(GuardedProvider.class);
    /** Calls of a half-open breaker, which try whether the provider works again. */
    private static final int TRIALS = 5;

    private final LlmProvider provider;
    private final CircuitBreaker breaker;
    private final Bulkhead bulkhead;

    GuardedProvider(LlmProvider provider, EndpointConfig config, MeterRegistry meters) {
        this.provider = provider;
        CircuitBreakerRegistry breakers = CircuitBreakerRegistry.of(breaker(config));
        BulkheadRegistry bulkheads = BulkheadRegistry.of(BulkheadConfig.custom()
                .maxConcurrentCalls(config.maxConcurrentCalls()).maxWaitDuration(Duration.ZERO).build());
        this.breaker = breakers.circuitBreaker(provider.name());
        this.bulkhead = bulkheads.bulkhead(provider.name());
        TaggedCircuitBreakerMetrics.ofCircuitBreakerRegistry(breakers).bindTo(meters);
        TaggedBulkheadMetrics.ofBulkheadRegistry(bulkheads).bindTo(meters);
        breaker.getEventPublisher()
                .onStateTransition(change -> LOG.atWarn().addKeyValue("provider", provider.name())
                        .addKeyValue("from", change.getStateTransition().getFromState())
                        .addKeyValue("to", change.getStateTransition().getToState()).log("circuit breaker"));
    }

    private static CircuitBreakerConfig breaker(EndpointConfig config) {
        return CircuitBreakerConfig.custom().slidingWindowType(SlidingWindowType.COUNT_BASED)
                .slidingWindowSize(config.breakerCalls()).minimumNumberOfCalls(config.breakerCalls())
                .failureRateThreshold(config.breakerFailureRate()).waitDurationInOpenState(config.breakerOpenFor())
                .permittedNumberOfCallsInHalfOpenState(TRIALS).build();
    }

    @Override
    public String name() {
        return provider.name();
    }

    @Override
    public Optional<String> unsupported(ModelOptions options) {
        return provider.unsupported(options);
    }

    @Override
    public LlmCall prepare(LlmRequest request) {
        return new GuardedCall(name(), provider.prepare(request), breaker, bulkhead);
    }

    @Override
    public void close() {
        provider.close();
    }
}
