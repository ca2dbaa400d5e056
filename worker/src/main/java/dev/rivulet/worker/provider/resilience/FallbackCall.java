package dev.rivulet.worker.provider.resilience;

import dev.rivulet.worker.provider.CompletionListener;
import dev.rivulet.worker.provider.LlmCall;
import dev.rivulet.worker.provider.LlmCompletion;
import dev.rivulet.worker.provider.LlmProvider;
import dev.rivulet.worker.provider.LlmRequest;
import dev.rivulet.worker.provider.ProviderException;
import java.util.List;

/**
 * One call to the first provider that completes it. The next provider is asked only if no token has come yet, and only
 * after a failure that another provider may not have. If all fail, the call fails as the first one did.
 */
final class FallbackCall implements LlmCall {

    private final List<LlmProvider> providers;
    private final LlmRequest request;
    private volatile Stop stopped;
    private volatile LlmCall current;

    FallbackCall(List<LlmProvider> providers, LlmRequest request) {
        this.providers = providers;
        this.request = request;
    }

    @Override
    public LlmCompletion stream(CompletionListener listener) throws ProviderException {
        TokenTracker shown = new TokenTracker(listener);
        ProviderException first = null;
        for (LlmProvider provider : providers) {
            LlmCall call = provider.prepare(request);
            current = call;
            if (stopped != null) {
                call.stop(stopped);
            }
            try {
                return call.stream(shown);
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

    @Override
    public void stop(Stop reason) {
        stopped = reason;
        LlmCall running = current;
        if (running != null) {
            running.stop(reason);
        }
    }
}
