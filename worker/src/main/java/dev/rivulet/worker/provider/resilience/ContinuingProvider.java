package dev.rivulet.worker.provider.resilience;

import dev.rivulet.schemas.option.ModelOptions;
import dev.rivulet.worker.provider.Continuation;
import dev.rivulet.worker.provider.LlmCall;
import dev.rivulet.worker.provider.LlmProvider;
import dev.rivulet.worker.provider.LlmRequest;
import java.util.Optional;

/** A provider of which it is known whether it can continue an answer. What it then sends is checked. */
final class ContinuingProvider implements LlmProvider {

    private final LlmProvider provider;
    private final Continuation continuation;

    ContinuingProvider(LlmProvider provider, Continuation continuation) {
        this.provider = provider;
        this.continuation = continuation;
    }

    @Override
    public String name() {
        return provider.name();
    }

    @Override
    public boolean canContinue() {
        return continuation != Continuation.NONE;
    }

    @Override
    public Optional<String> unsupported(ModelOptions options) {
        return provider.unsupported(options);
    }

    @Override
    public LlmCall prepare(LlmRequest request) {
        LlmCall call = provider.prepare(request);
        return request.prefix() == null
                ? call
                : new ContinuingCall(name(), call, request.prefix().text(), continuation);
    }

    @Override
    public void close() {
        provider.close();
    }
}
