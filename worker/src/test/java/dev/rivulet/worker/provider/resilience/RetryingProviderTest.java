package dev.rivulet.worker.provider.resilience;

import static dev.rivulet.testkit.wait.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivulet.schemas.ErrorCode;
import dev.rivulet.testkit.wait.Waiting;
import dev.rivulet.worker.metrics.TurnMetrics;
import dev.rivulet.worker.provider.LlmCall;
import dev.rivulet.worker.provider.ProviderException;
import dev.rivulet.worker.provider.Shown;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RetryingProviderTest {

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Shown shown = new Shown();
    private FakeProvider provider;

    @Test
    void aCallThatFailedForAReasonThatMayPassIsRepeated() throws Exception {
        LlmCall call = call(fast(), nr -> nr < 3 ? FakeCall.failing(ErrorCode.UPSTREAM_ERROR) : FakeCall.answering());

        assertThat(call.stream(shown).finishReason()).isEqualTo("stop");
        assertThat(provider.calls).hasSize(3);
        assertThat(shown.tokens).containsExactly("hello");
        assertThat(meters.counter("rivulet.provider.retries", "reason", "upstream_error").count()).isEqualTo(2);
    }

    @Test
    void itIsRepeatedOnlySoOften() {
        LlmCall call = call(fast(), nr -> FakeCall.failing(ErrorCode.UPSTREAM_UNREACHABLE));

        assertFails(call, ErrorCode.UPSTREAM_UNREACHABLE);
        assertThat(provider.calls).hasSize(3);
    }

    @Test
    void withoutRetriesEveryFailureIsTheEnd() {
        LlmCall call = call(Map.of("rivulet.provider.max-retries", "0"),
                nr -> FakeCall.failing(ErrorCode.UPSTREAM_ERROR));

        assertFails(call, ErrorCode.UPSTREAM_ERROR);
        assertThat(provider.calls).hasSize(1);
    }

    @Test
    void nothingIsRepeatedOnceATokenWasShown() {
        LlmCall call = call(fast(), nr -> FakeCall.breaking("half", ErrorCode.UPSTREAM_ERROR));

        assertFails(call, ErrorCode.UPSTREAM_ERROR);
        assertThat(provider.calls).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void onlyReasonsThatMayPassAreWorthARepetition(ErrorCode code) {
        LlmCall call = call(fast(), nr -> FakeCall.failing(code));

        assertFails(call, code);
        assertThat(provider.calls).hasSize(
                Set.of(ErrorCode.UPSTREAM_UNREACHABLE, ErrorCode.UPSTREAM_ERROR, ErrorCode.RATE_LIMITED).contains(code)
                        ? 3
                        : 1);
    }

    @Test
    void theProvidersOwnPauseIsKept() throws Exception {
        LlmCall call = call(fast(), nr -> nr == 1 ? FakeCall.limited(Duration.ofMillis(4)) : FakeCall.answering());
        long before = System.nanoTime();

        call.stream(shown);

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(Duration.ofMillis(4));
        assertThat(provider.calls).hasSize(2);
    }

    @Test
    void aLongerPauseThanWeTakeIsTheEnd() {
        LlmCall call = call(fast(), nr -> FakeCall.limited(Duration.ofSeconds(6)));

        assertFails(call, ErrorCode.RATE_LIMITED);
        assertThat(provider.calls).hasSize(1);
    }

    @Test
    void aCancelDuringTheBackOffWorksAtOnce() {
        LlmCall call = call(Map.of("rivulet.provider.retry-max-backoff", "7d"),
                nr -> FakeCall.limited(Duration.ofDays(1)));
        CompletableFuture<Throwable> end = FakeProvider.streaming(call, shown);
        await().until(() -> !provider.calls.isEmpty());

        call.stop(LlmCall.Stop.CANCELLED);

        assertThat(end).succeedsWithin(Waiting.LIMIT).isInstanceOf(ProviderException.class);
        assertThat(provider.calls).hasSize(1);
    }

    @Test
    void aCancelReachesTheCallUnderWay() {
        LlmCall call = call(fast(), nr -> FakeCall.stalling(""));
        CompletableFuture<Throwable> end = FakeProvider.streaming(call, shown);
        await().until(() -> !provider.calls.isEmpty());

        call.stop(LlmCall.Stop.CANCELLED);

        assertThat(end).succeedsWithin(Waiting.LIMIT).isInstanceOf(ProviderException.class);
        assertThat(provider.calls).hasSize(1);
    }

    @Test
    void aCancelBeforeTheCallHoldsToo() {
        LlmCall call = call(fast(), nr -> FakeCall.stalling(""));

        call.stop(LlmCall.Stop.CANCELLED);

        assertFails(call, ErrorCode.UPSTREAM_UNREACHABLE);
        assertThat(provider.calls).hasSize(1);
    }

    private LlmCall call(Map<String, String> properties, IntFunction<FakeCall> behaviour) {
        provider = new FakeProvider("fake", behaviour);
        return new RetryingProvider(provider, FakeProvider.config(properties), new TurnMetrics(meters, Set.of()))
                .prepare(FakeProvider.REQUEST);
    }

    private static Map<String, String> fast() {
        return Map.of("rivulet.provider.retry-initial-backoff", "1ms");
    }

    private void assertFails(LlmCall call, ErrorCode code) {
        assertThatThrownBy(() -> call.stream(shown)).isInstanceOfSatisfying(ProviderException.class,
                failure -> assertThat(failure.code()).isEqualTo(code));
    }
}
