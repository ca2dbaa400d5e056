package dev.rivulet.worker.provider.resilience;

import dev.rivulet.worker.provider.CompletionListener;
import dev.rivulet.worker.provider.Continuation;
import dev.rivulet.worker.provider.LlmCall;
import dev.rivulet.worker.provider.LlmCompletion;
import dev.rivulet.worker.provider.ProviderErrors;
import dev.rivulet.worker.provider.ProviderException;

/** A call for the rest of an answer. Fails, without a token, if the provider answers from the beginning instead. */
final class ContinuingCall implements LlmCall {

    private final String provider;
    private final LlmCall call;
    private final String prefix;
    private final Continuation continuation;

    ContinuingCall(String provider, LlmCall call, String prefix, Continuation continuation) {
        this.provider = provider;
        this.call = call;
        this.prefix = prefix;
        this.continuation = continuation;
    }

    @Override
    public LlmCompletion stream(CompletionListener listener) throws ProviderException {
        ContinuedText text = new ContinuedText(listener, prefix, continuation, () -> call.stop(Stop.CANCELLED));
        try {
            LlmCompletion completion = call.stream(text);
            if (!text.beganAgain()) {
                text.end();
                return completion;
            }
        } catch (ProviderException failure) {
            if (!text.beganAgain()) {
                throw failure;
            }
        }
        ProviderException again = ProviderErrors.beganAgain(provider);
        listener.requestFailed(provider, again);
        throw again;
    }

    @Override
    public void stop(Stop reason) {
        call.stop(reason);
    }
}
