package dev.rivulet.worker.provider.retry;

import dev.rivulet.worker.provider.LlmCall;
import dev.rivulet.worker.provider.LlmCompletion;
import dev.rivulet.worker.provider.ProviderException;
import io.github.resilience4j.retry.Retry;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** One call and its repetitions. What they may take altogether is bounded by who cancels. */
final class RetryingCall implements LlmCall {

    private static final long NO_MORE = -1;

    private final Supplier<LlmCall> calls;
    /** Decides and counts; its blocking form would sleep where no cancel reaches it. */
    private final Retry.AsyncContext<LlmCompletion> retry;
    private final CountDownLatch cancelled = new CountDownLatch(1);
    private volatile LlmCall current;
    private boolean shown;

    RetryingCall(Supplier<LlmCall> calls, Retry.AsyncContext<LlmCompletion> retry) {
        this.calls = calls;
        this.retry = retry;
    }

    @Override
    public LlmCompletion stream(Consumer<String> tokens) throws ProviderException {
        Consumer<String> noted = token -> {
            shown = true;
            tokens.accept(token);
        };
        while (true) {
            current = calls.get();
            if (cancelled.getCount() == 0) {
                current.cancel();
            }
            try {
                LlmCompletion completion = current.stream(noted);
                retry.onComplete();
                return completion;
            } catch (ProviderException failure) {
                if (shown || cancelled.getCount() == 0 || !pause(retry.onError(failure))) {
                    throw failure;
                }
            }
        }
    }

    /** False when there is to be no repetition. */
    private boolean pause(long millis) {
        try {
            return millis != NO_MORE && !cancelled.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void cancel() {
        cancelled.countDown();
        LlmCall running = current;
        if (running != null) {
            running.cancel();
        }
    }
}
