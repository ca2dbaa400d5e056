package dev.rivulet.worker.provider.resilience;

import dev.rivulet.worker.provider.CompletionListener;
import dev.rivulet.worker.provider.LlmCall;
import dev.rivulet.worker.provider.LlmCompletion;
import dev.rivulet.worker.provider.ProviderException;
import io.github.resilience4j.retry.Retry;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** One call and its retries. The caller bounds the time of all together, by {@link #stop}. */
final class RetryingCall implements LlmCall {

    private static final long NO_MORE = -1;

    private final Supplier<LlmCall> calls;
    /** Decides and counts. Resilience4j's blocking form would sleep where no cancel reaches it. */
    private final Retry.AsyncContext<LlmCompletion> retry;
    private final CountDownLatch stop = new CountDownLatch(1);
    private volatile Stop stopped;
    private volatile LlmCall current;

    RetryingCall(Supplier<LlmCall> calls, Retry.AsyncContext<LlmCompletion> retry) {
        this.calls = calls;
        this.retry = retry;
    }

    @Override
    public LlmCompletion stream(CompletionListener listener) throws ProviderException {
        TokenTracker shown = new TokenTracker(listener);
        while (true) {
            current = calls.get();
            if (stopped != null) {
                current.stop(stopped);
            }
            try {
                LlmCompletion completion = current.stream(shown);
                retry.onComplete();
                return completion;
            } catch (ProviderException failure) {
                if (shown.sawToken() || stopped != null || !pause(retry.onError(failure))) {
                    throw failure;
                }
            }
        }
    }

    /** Blocks before the next retry. Returns false when there is to be none. */
    private boolean pause(long millis) {
        try {
            return millis != NO_MORE && !stop.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void stop(Stop reason) {
        stopped = reason;
        stop.countDown();
        LlmCall running = current;
        if (running != null) {
            running.stop(reason);
        }
    }
}
