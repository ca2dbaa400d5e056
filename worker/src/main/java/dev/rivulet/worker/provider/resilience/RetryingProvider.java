package dev.rivulet.worker.provider.resilience;

import dev.rivulet.schemas.option.ModelOptions;
import dev.rivulet.worker.metrics.TurnMetrics;
import dev.rivulet.worker.provider.EndpointConfig;
import dev.rivulet.worker.provider.LlmCall;
import dev.rivulet.worker.provider.LlmProvider;
import dev.rivulet.worker.provider.LlmRequest;
import dev.rivulet.worker.provider.ProviderException;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** A provider whose calls are retried when they fail for a reason that may pass, if no token has come yet. */
final class RetryingProvider implements LlmProvider {

    private final LlmProvider provider;
    private final Retry retry;

    RetryingProvider(LlmProvider provider, EndpointConfig config, TurnMetrics metrics) {
        this.provider = provider;
        this.retry = Retry.of(provider.name(), policy(config));
        retry.getEventPublisher().onRetry(
                event -> metrics.providerRetry(((ProviderException) event.getLastThrowable()).code().code()));
    }

    private static RetryConfig policy(EndpointConfig config) {
        long longest = config.retryMaxBackoff().toMillis();
        IntervalFunction ceiling = IntervalFunction.ofExponentialBackoff(config.retryInitialBackoff().toMillis(), 2,
                longest);
        return RetryConfig.custom().maxAttempts(1 + config.maxRetries())
                .retryOnException(
                        failure -> failure instanceof ProviderException reason && FailureKind.of(reason).isRetried()
                                && reason.retryAfter().map(Duration::toMillis).orElse(0L) <= longest)
                .intervalBiFunction((attempt, outcome) -> ((ProviderException) outcome.getLeft()).retryAfter()
                        .map(Duration::toMillis)
                        // Full jitter: many calls that failed together must not come back together.
                        .orElseGet(() -> ThreadLocalRandom.current().nextLong(ceiling.apply(attempt) + 1)))
                .build();
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
        return new RetryingCall(() -> provider.prepare(request), retry.asyncContext());
    }

    @Override
    public void close() {
        provider.close();
    }
}
