package dev.rivulet.worker.provider.resilience;

import dev.rivulet.worker.metrics.TurnMetrics;
import dev.rivulet.worker.provider.EndpointConfig;
import dev.rivulet.worker.provider.LlmProvider;
import dev.rivulet.worker.provider.ProviderConfig;
import dev.rivulet.worker.provider.resilience.FallbackProvider.Link;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Makes one provider of those that are configured: each is retried and guarded by itself, and the next is asked when
 * those before it failed. Each continues answers if it can.
 */
public final class Providers {

    private Providers() {}

    /**
     * @param client makes the client of one provider
     * @throws dev.rivulet.runtime.config.InvalidConfigException when one cannot be used
     */
    public static LlmProvider of(ProviderConfig config, Function<EndpointConfig, LlmProvider> client,
            TurnMetrics metrics) {
        List<Link> providers = new ArrayList<>();
        providers.add(resilient(config, client, metrics));
        config.fallback().forEach(other -> providers.add(resilient(other, client, metrics)));
        return new FallbackProvider(providers);
    }

    private static Link resilient(EndpointConfig config, Function<EndpointConfig, LlmProvider> client,
            TurnMetrics metrics) {
        LlmProvider guarded = new GuardedProvider(client.apply(config), config, metrics.registry());
        LlmProvider retrying = new RetryingProvider(guarded, config, metrics);
        return new Link(new ContinuingProvider(retrying, config.continuation()), config.firstTokenTimeout());
    }
}
