package dev.rivulet.worker.provider.resilience;

import dev.rivulet.worker.provider.LlmCall;
import dev.rivulet.worker.provider.LlmProvider;
import dev.rivulet.worker.provider.LlmRequest;
import java.util.List;

/** A list of providers. Each is asked when those before it failed. */
final class FallbackProvider implements LlmProvider {

    private final List<LlmProvider> providers;

    /** @param providers at least one, the preferred one first */
    FallbackProvider(List<LlmProvider> providers) {
        this.providers = List.copyOf(providers);
    }

    @Override
    public String name() {
        return String.join(",", providers.stream().map(LlmProvider::name).toList());
    }

    @Override
    public LlmCall prepare(LlmRequest request) {
        return new FallbackCall(providers, request);
    }

    @Override
    public void close() {
        providers.forEach(LlmProvider::close);
    }
}
