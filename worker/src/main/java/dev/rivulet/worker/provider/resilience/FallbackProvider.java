package dev.rivulet.worker.provider.resilience;

import dev.rivulet.worker.provider.LlmCall;
import dev.rivulet.worker.provider.LlmProvider;
import dev.rivulet.worker.provider.LlmRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/** A list of providers. Each is asked when those before it failed. */
final class FallbackProvider implements LlmProvider {

    private final List<Link> links;
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1,
            Thread.ofPlatform().daemon().name("provider-limits").factory());

    /**
     * A provider of the list.
     *
     * @param firstToken how long it may take to its first token before the next one is asked
     */
    record Link(LlmProvider provider, Duration firstToken) {}

    /** @param links at least one, the preferred one first */
    FallbackProvider(List<Link> links) {
        this.links = List.copyOf(links);
        timer.setRemoveOnCancelPolicy(true);
    }

    @Override
    public String name() {
        return String.join(",", links.stream().map(link -> link.provider().name()).toList());
    }

    @Override
    public boolean canContinue() {
        return links.stream().anyMatch(link -> link.provider().canContinue());
    }

    @Override
    public LlmCall prepare(LlmRequest request) {
        return new FallbackCall(links, timer, request);
    }

    @Override
    public void close() {
        timer.shutdownNow();
        links.forEach(link -> link.provider().close());
    }
}
