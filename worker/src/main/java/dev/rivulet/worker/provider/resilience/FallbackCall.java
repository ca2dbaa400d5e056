package dev.rivulet.worker.provider.resilience;

import dev.rivulet.worker.provider.CompletionListener;
import dev.rivulet.worker.provider.LlmCall;
import dev.rivulet.worker.provider.LlmCompletion;
import dev.rivulet.worker.provider.LlmRequest;
import dev.rivulet.worker.provider.ProviderErrors;
import dev.rivulet.worker.provider.ProviderException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * One call to the first provider that completes it. The next provider is asked only if no token has come yet, and only
 * after a failure that another provider may not have, or when the provider's own limit for its first token has passed.
 * If all fail, the call fails as the first one did. A request that continues an answer is sent only to providers that
 * can, and one with options only to those that can honour them all: to leave one out would be another question.
 */
final class FallbackCall implements LlmCall {

    private final List<FallbackProvider.Link> links;
    /** The option that no provider can honour, as the first one says it. */
    private final Optional<String> unsupported;
    private final ScheduledExecutorService timer;
    private final LlmRequest request;
    private volatile Stop stopped;
    private volatile LlmCall current;

    /** @param timer for the limits */
    FallbackCall(List<FallbackProvider.Link> links, ScheduledExecutorService timer, LlmRequest request) {
        List<FallbackProvider.Link> honouring = request.options().none()
                ? links
                : links.stream().filter(link -> link.provider().unsupported(request.options()).isEmpty()).toList();
        this.links = request.prefix() == null
                ? honouring
                : honouring.stream().filter(link -> link.provider().canContinue()).toList();
        this.unsupported = honouring.isEmpty()
                ? links.getFirst().provider().unsupported(request.options())
                : Optional.empty();
        this.timer = timer;
        this.request = request;
    }

    @Override
    public LlmCompletion stream(CompletionListener listener) throws ProviderException {
        TokenTracker shown = new TokenTracker(listener);
        if (unsupported.isPresent()) {
            throw ProviderErrors.unsupportedOption(unsupported.get());
        }
        ProviderException first = links.isEmpty() ? ProviderErrors.cannotContinue() : null;
        for (FallbackProvider.Link link : links) {
            LlmCall call = link.provider().prepare(request);
            current = call;
            if (stopped != null) {
                call.stop(stopped);
            }
            try {
                return link == links.getLast() ? call.stream(shown) : streamWithin(link, call, shown);
            } catch (ProviderException failure) {
                if (shown.sawToken() || stopped != null || !FailureKind.of(failure).isFallenBackFrom()) {
                    throw failure;
                }
                if (first == null) {
                    first = failure;
                } else {
                    first.addSuppressed(failure);
                }
            }
        }
        throw first;
    }

    /** Gives the provider up when it has sent nothing within its limit. */
    private LlmCompletion streamWithin(FallbackProvider.Link link, LlmCall call, CompletionListener listener)
            throws ProviderException {
        FirstTokenLimit limit = new FirstTokenLimit(listener);
        Future<?> expiry = timer.schedule(() -> {
            if (limit.pass()) {
                call.stop(Stop.TIMED_OUT);
            }
        }, link.firstToken().toMillis(), TimeUnit.MILLISECONDS);
        try {
            LlmCompletion completion = call.stream(limit);
            if (!limit.passed()) {
                return completion;
            }
        } catch (ProviderException failure) {
            if (!limit.passed()) {
                throw failure;
            }
        } finally {
            expiry.cancel(false);
        }
        ProviderException slow = ProviderErrors.tooSlow(link.provider().name());
        listener.requestFailed(link.provider().name(), slow);
        throw slow;
    }

    @Override
    public void stop(Stop reason) {
        stopped = reason;
        LlmCall running = current;
        if (running != null) {
            running.stop(reason);
        }
    }
}
