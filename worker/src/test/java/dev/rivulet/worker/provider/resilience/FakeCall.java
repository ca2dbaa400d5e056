package dev.rivulet.worker.provider.resilience;

import dev.rivulet.schemas.ErrorCode;
import dev.rivulet.worker.provider.CompletionListener;
import dev.rivulet.worker.provider.LlmCall;
import dev.rivulet.worker.provider.LlmCompletion;
import dev.rivulet.worker.provider.ProviderException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A call that answers as it is told, or waits for its stop. */
final class FakeCall implements LlmCall {

    interface Answer {
        void to(CompletionListener listener) throws ProviderException;
    }

    final CompletableFuture<Stop> stopped = new CompletableFuture<>();
    private final Answer answer;

    private FakeCall(Answer answer) {
        this.answer = answer;
    }

    static FakeCall answering() {
        return new FakeCall(listener -> listener.token("hello"));
    }

    static FakeCall failing(ErrorCode code) {
        return new FakeCall(listener -> {
            throw new ProviderException(code, "failed");
        });
    }

    static FakeCall breaking(String text, ErrorCode code) {
        return new FakeCall(listener -> {
            listener.token(text);
            throw new ProviderException(code, "broke");
        });
    }

    static FakeCall limited(Duration retryAfter) {
        return new FakeCall(listener -> {
            throw new ProviderException(ErrorCode.RATE_LIMITED, "slowly").withRetryAfter(retryAfter);
        });
    }

    /** @param text shown before it waits; may be empty */
    static FakeCall stalling(String text) {
        FakeCall[] self = new FakeCall[1];
        self[0] = new FakeCall(listener -> {
            if (!text.isEmpty()) {
                listener.token(text);
            }
            self[0].stopped.join();
            throw new ProviderException(ErrorCode.UPSTREAM_UNREACHABLE, "closed");
        });
        return self[0];
    }

    /** Sends a token, and ends well, when it is stopped: what it had read was on its way. */
    static FakeCall answeringWhenStopped() {
        FakeCall[] self = new FakeCall[1];
        self[0] = new FakeCall(listener -> {
            self[0].stopped.join();
            listener.token("late");
        });
        return self[0];
    }

    @Override
    public LlmCompletion stream(CompletionListener listener) throws ProviderException {
        answer.to(listener);
        return new LlmCompletion("stop", null);
    }

    @Override
    public void stop(Stop reason) {
        stopped.complete(reason);
    }
}
