package dev.rivulet.worker.provider.retry;

import static dev.rivulet.worker.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivulet.runtime.config.Config;
import dev.rivulet.schemas.ErrorCode;
import dev.rivulet.worker.metrics.TurnMetrics;
import dev.rivulet.worker.provider.LlmCall;
import dev.rivulet.worker.provider.LlmCompletion;
import dev.rivulet.worker.provider.LlmProvider;
import dev.rivulet.worker.provider.LlmRequest;
import dev.rivulet.worker.provider.ProviderConfig;
import dev.rivulet.worker.provider.ProviderException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RetryingProviderTest {

    private static final LlmRequest REQUEST = new LlmRequest("m", List.of(), null, null);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<FakeCall> calls = new CopyOnWriteArrayList<>();
    private final List<String> tokens = new ArrayList<>();

    @Test
    void aCallThatFailedForAReasonThatMayPassIsRepeated() throws Exception {
        LlmCall call = call(fast(), nr -> nr < 3 ? failing(ErrorCode.UPSTREAM_ERROR) : answering());

        assertThat(call.stream(tokens::add).finishReason()).isEqualTo("stop");
        assertThat(calls).hasSize(3);
        assertThat(tokens).containsExactly("hello");
        assertThat(meters.counter("rivulet.provider.retries", "reason", "upstream_error").count()).isEqualTo(2);
    }

    @Test
    void itIsRepeatedOnlySoOften() {
        LlmCall call = call(fast(), nr -> failing(ErrorCode.UPSTREAM_UNREACHABLE));

        assertFails(call, ErrorCode.UPSTREAM_UNREACHABLE);
        assertThat(calls).hasSize(3);
    }

    @Test
    void withoutRetriesEveryFailureIsTheEnd() {
        LlmCall call = call(Map.of("rivulet.provider.max-retries", "0"), nr -> failing(ErrorCode.UPSTREAM_ERROR));

        assertFails(call, ErrorCode.UPSTREAM_ERROR);
        assertThat(calls).hasSize(1);
    }

    @Test
    void nothingIsRepeatedOnceATokenWasShown() {
        LlmCall call = call(fast(), nr -> new FakeCall(shown -> {
            shown.accept("half");
            throw new ProviderException(ErrorCode.UPSTREAM_ERROR, "broke");
        }));

        assertFails(call, ErrorCode.UPSTREAM_ERROR);
        assertThat(calls).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void onlyReasonsThatMayPassAreWorthARepetition(ErrorCode code) {
        LlmCall call = call(fast(), nr -> failing(code));

        assertFails(call, code);
        assertThat(calls).hasSize(
                Set.of(ErrorCode.UPSTREAM_UNREACHABLE, ErrorCode.UPSTREAM_ERROR, ErrorCode.RATE_LIMITED).contains(code)
                        ? 3
                        : 1);
    }

    @Test
    void theProvidersOwnPauseIsKept() throws Exception {
        LlmCall call = call(fast(), nr -> nr == 1 ? limited(Duration.ofMillis(4)) : answering());
        long before = System.nanoTime();

        call.stream(tokens::add);

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(Duration.ofMillis(4));
        assertThat(calls).hasSize(2);
    }

    @Test
    void aLongerPauseThanWeTakeIsTheEnd() {
        LlmCall call = call(fast(), nr -> limited(Duration.ofSeconds(6)));

        assertFails(call, ErrorCode.RATE_LIMITED);
        assertThat(calls).hasSize(1);
    }

    @Test
    void aCancelDuringTheBackOffWorksAtOnce() {
        LlmCall call = call(Map.of("rivulet.provider.retry-max-backoff", "7d"), nr -> limited(Duration.ofDays(1)));
        CompletableFuture<Throwable> end = streaming(call);
        await().until(() -> !calls.isEmpty());

        call.cancel();

        assertThat(end).succeedsWithin(dev.rivulet.worker.Waiting.LIMIT).isInstanceOf(ProviderException.class);
        assertThat(calls).hasSize(1);
    }

    @Test
    void aCancelReachesTheCallUnderWay() {
        LlmCall call = call(fast(), nr -> new FakeCall(null));
        CompletableFuture<Throwable> end = streaming(call);
        await().until(() -> !calls.isEmpty());

        call.cancel();

        assertThat(end).succeedsWithin(dev.rivulet.worker.Waiting.LIMIT).isInstanceOf(ProviderException.class);
        assertThat(calls).hasSize(1);
    }

    @Test
    void aCancelBeforeTheCallHoldsToo() {
        LlmCall call = call(fast(), nr -> new FakeCall(null));

        call.cancel();

        assertFails(call, ErrorCode.UPSTREAM_UNREACHABLE);
        assertThat(calls).hasSize(1);
    }

    private LlmCall call(Map<String, String> properties, Function<Integer, FakeCall> behaviour) {
        ProviderConfig config = Config.of(Map.of(), properties).section(ProviderConfig.class, ProviderConfig.PREFIX);
        LlmProvider provider = new LlmProvider() {
            @Override
            public String name() {
                return "fake";
            }

            @Override
            public LlmCall prepare(LlmRequest request) {
                FakeCall next = behaviour.apply(calls.size() + 1);
                calls.add(next);
                return next;
            }

            @Override
            public void close() {}
        };
        return new RetryingProvider(provider, config, new TurnMetrics(meters)).prepare(REQUEST);
    }

    private static Map<String, String> fast() {
        return Map.of("rivulet.provider.retry-initial-backoff", "1ms");
    }

    private void assertFails(LlmCall call, ErrorCode code) {
        assertThatThrownBy(() -> call.stream(tokens::add)).isInstanceOfSatisfying(ProviderException.class,
                failure -> assertThat(failure.code()).isEqualTo(code));
    }

    private CompletableFuture<Throwable> streaming(LlmCall call) {
        CompletableFuture<Throwable> end = new CompletableFuture<>();
        Thread.startVirtualThread(() -> {
            try {
                call.stream(tokens::add);
                end.complete(null);
            } catch (Throwable failure) {
                end.complete(failure);
            }
        });
        return end;
    }

    private static FakeCall answering() {
        return new FakeCall(tokens -> tokens.accept("hello"));
    }

    private static FakeCall failing(ErrorCode code) {
        return new FakeCall(tokens -> {
            throw new ProviderException(code, "failed");
        });
    }

    private static FakeCall limited(Duration retryAfter) {
        return new FakeCall(tokens -> {
            throw new ProviderException(ErrorCode.RATE_LIMITED, "slowly", retryAfter, null);
        });
    }

    private interface Answer {
        void to(Consumer<String> tokens) throws ProviderException;
    }

    /** Without an answer it waits for its cancel. */
    private static final class FakeCall implements LlmCall {

        private final Answer answer;
        private final CompletableFuture<Void> cancelled = new CompletableFuture<>();

        FakeCall(Answer answer) {
            this.answer = answer;
        }

        @Override
        public LlmCompletion stream(Consumer<String> tokens) throws ProviderException {
            if (answer == null) {
                cancelled.join();
                throw new ProviderException(ErrorCode.UPSTREAM_UNREACHABLE, "closed");
            }
            answer.to(tokens);
            return new LlmCompletion("stop", null);
        }

        @Override
        public void cancel() {
            cancelled.complete(null);
        }
    }
}
