package dev.rivulet.worker.provider.resilience;

import dev.rivulet.schemas.ErrorCode;
import dev.rivulet.worker.provider.CompletionListener;
import dev.rivulet.worker.provider.LlmCall;
import dev.rivulet.worker.provider.LlmCompletion;
import dev.rivulet.worker.provider.ProviderException;
import dev.rivulet.worker.provider.ToolCallPiece;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;

/**
 * One call, counted for the circuit breaker. It counts as a success with its first token, or reasoning, so that a
 * half-open breaker need not wait for whole completions. If it fails after that, it also counts as a failure. A call
 * that is not needed any more counts as neither. Resilience4j's {@code CircuitBreakerSubscriber} counts streams in the
 * same way.
 */
final class GuardedCall implements LlmCall {

    private final String provider;
    private final LlmCall call;
    private final CircuitBreaker breaker;
    private final Bulkhead bulkhead;
    private volatile Stop stopped;
    private boolean counted;
    private long begun;

    GuardedCall(String provider, LlmCall call, CircuitBreaker breaker, Bulkhead bulkhead) {
        this.provider = provider;
        this.call = call;
        this.breaker = breaker;
        this.bulkhead = bulkhead;
    }

    @Override
    public LlmCompletion stream(CompletionListener listener) throws ProviderException {
        if (!bulkhead.tryAcquirePermission()) {
            throw unavailable(" has as many calls under way as it may have.");
        }
        try {
            if (!breaker.tryAcquirePermission()) {
                throw unavailable(" failed too often lately and is left alone for a while.");
            }
            return callAndRecord(listener);
        } finally {
            bulkhead.onComplete();
        }
    }

    private LlmCompletion callAndRecord(CompletionListener listener) throws ProviderException {
        begun = breaker.getCurrentTimestamp();
        try {
            LlmCompletion completion = call.stream(new ForwardingListener(listener) {
                @Override
                public void alive() {
                    recordSuccess();
                    super.alive();
                }

                @Override
                public void other() {
                    recordSuccess();
                    super.other();
                }

                @Override
                public void reasoning(String content, String signature) {
                    recordSuccess();
                    super.reasoning(content, signature);
                }

                @Override
                public void toolCall(ToolCallPiece piece) {
                    recordSuccess();
                    super.toolCall(piece);
                }

                @Override
                public void token(String text) {
                    recordSuccess();
                    super.token(text);
                }
            });
            recordSuccess();
            return completion;
        } catch (ProviderException failure) {
            recordFailure(failure);
            if (stopped == null) {
                listener.requestFailed(provider, failure);
            }
            throw failure;
        } finally {
            if (!counted) {
                breaker.releasePermission();
            }
        }
    }

    private void recordSuccess() {
        if (!counted) {
            counted = true;
            breaker.onSuccess(elapsed(), breaker.getTimestampUnit());
        }
    }

    private void recordFailure(ProviderException failure) {
        if (stopped != Stop.CANCELLED && (stopped == Stop.TIMED_OUT || FailureKind.of(failure).countsForBreaker())) {
            counted = true;
            breaker.onError(elapsed(), breaker.getTimestampUnit(), failure);
        }
    }

    private long elapsed() {
        return breaker.getCurrentTimestamp() - begun;
    }

    private ProviderException unavailable(String why) {
        return new ProviderException(ErrorCode.UPSTREAM_UNAVAILABLE, "The provider " + provider + why);
    }

    @Override
    public void stop(Stop reason) {
        if (stopped == null) {
            stopped = reason;
        }
        call.stop(reason);
    }
}
