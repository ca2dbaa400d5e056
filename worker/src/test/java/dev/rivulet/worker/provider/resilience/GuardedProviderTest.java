package dev.rivulet.worker.provider.resilience;

import static dev.rivulet.testkit.wait.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivulet.schemas.ErrorCode;
import dev.rivulet.testkit.wait.Waiting;
import dev.rivulet.worker.provider.LlmCall;
import dev.rivulet.worker.provider.LlmCall.Stop;
import dev.rivulet.worker.provider.ProviderException;
import dev.rivulet.worker.provider.Shown;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class GuardedProviderTest {

    private final Shown shown = new Shown();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private FakeProvider provider;
    private GuardedProvider guarded;

    @Test
    void aProviderThatFailsTooOftenIsLeftAlone() {
        guard(4, nr -> nr % 2 == 0 ? FakeCall.answering() : FakeCall.failing(ErrorCode.UPSTREAM_ERROR));
        calls(4);

        assertFails(ErrorCode.UPSTREAM_UNAVAILABLE);
        assertThat(provider.calls).hasSize(5);
        assertThat(shown.asked).hasSize(4);
        assertThat(meters.get("resilience4j.circuitbreaker.state").tag("state", "open").gauge().value()).isOne();
    }

    @ParameterizedTest
    @EnumSource(names = {"UPSTREAM_UNREACHABLE", "UPSTREAM_ERROR", "UPSTREAM_TRUNCATED", "UPSTREAM_INVALID",
            "UPSTREAM_UNAUTHORIZED", "RATE_LIMITED"})
    void whatIsTheProvidersFaultCounts(ErrorCode code) {
        guard(2, nr -> FakeCall.failing(code));
        calls(2);

        assertFails(ErrorCode.UPSTREAM_UNAVAILABLE);
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.INCLUDE, names = {"UPSTREAM_REJECTED", "MODEL_NOT_FOUND"})
    void whatIsTheRequestsFaultDoesNot(ErrorCode code) {
        guard(2, nr -> FakeCall.failing(code));
        calls(10);

        assertFails(code);
    }

    @Test
    void aCallNobodyWantsAnyMoreIsNoFailure() {
        guard(2, nr -> FakeCall.stalling(nr % 2 == 0 ? "text" : ""));
        for (int i = 0; i < 6; i++) {
            stopped(Stop.CANCELLED);
        }

        assertThat(stopped(Stop.CANCELLED)).hasMessage("closed");
    }

    @Test
    void aCallThatWasTooSlowIsOne() {
        guard(2, nr -> FakeCall.stalling(""));
        stopped(Stop.TIMED_OUT);
        stopped(Stop.TIMED_OUT);

        assertFails(ErrorCode.UPSTREAM_UNAVAILABLE);
    }

    @Test
    void streamsThatBreakAfterTheirFirstTokenCountAsWell() {
        guard(4, nr -> FakeCall.breaking("half", ErrorCode.UPSTREAM_TRUNCATED));
        calls(2);

        assertFails(ErrorCode.UPSTREAM_UNAVAILABLE);
    }

    @Test
    void anOpenBreakerClosesWithTheFirstTokensOfNewCallsNotWithTheirEnds() {
        guard(5, nr -> nr <= 5 ? FakeCall.failing(ErrorCode.UPSTREAM_ERROR) : FakeCall.stalling("text"));
        calls(5);
        await().until(() -> {
            CompletableFuture<Throwable> end = FakeProvider.streaming(guarded.prepare(FakeProvider.REQUEST), shown);
            return !end.isDone() && shown.tokens.size() >= 5;
        });

        assertThat(meters.get("resilience4j.circuitbreaker.state").tag("state", "closed").gauge().value()).isOne();
        provider.calls.forEach(call -> call.stop(Stop.CANCELLED));
    }

    @Test
    void noMoreCallsRunAtOnceThanMay() {
        provider = new FakeProvider("fake", nr -> nr <= 2 ? FakeCall.stalling("text") : FakeCall.answering());
        guarded = new GuardedProvider(provider,
                FakeProvider.config(Map.of("rivulet.provider.max-concurrent-calls", "2")), meters);
        LlmCall first = guarded.prepare(FakeProvider.REQUEST);
        CompletableFuture<Throwable> end = FakeProvider.streaming(first, shown);
        FakeProvider.streaming(guarded.prepare(FakeProvider.REQUEST), shown);
        await().until(() -> shown.tokens.size() == 2);

        assertFails(ErrorCode.UPSTREAM_UNAVAILABLE);
        first.stop(Stop.CANCELLED);
        assertThat(end).succeedsWithin(Waiting.LIMIT);
        calls(1);

        assertThat(shown.tokens).hasSize(3);
        provider.calls.forEach(call -> call.stop(Stop.CANCELLED));
    }

    private void guard(int calls, IntFunction<FakeCall> behaviour) {
        provider = new FakeProvider("fake", behaviour);
        guarded = new GuardedProvider(provider, FakeProvider.config(Map.of("rivulet.provider.breaker-calls",
                Integer.toString(calls), "rivulet.provider.breaker-open-for", "100ms")), meters);
    }

    private void calls(int count) {
        for (int i = 0; i < count; i++) {
            try {
                guarded.prepare(FakeProvider.REQUEST).stream(shown);
            } catch (ProviderException expected) {
                // As the test's provider was told.
            }
        }
    }

    private Throwable stopped(Stop reason) {
        LlmCall call = guarded.prepare(FakeProvider.REQUEST);
        CompletableFuture<Throwable> end = FakeProvider.streaming(call, shown);
        call.stop(reason);
        assertThat(end).succeedsWithin(Waiting.LIMIT);
        return end.join();
    }

    private void assertFails(ErrorCode code) {
        assertThatThrownBy(() -> guarded.prepare(FakeProvider.REQUEST).stream(shown)).isInstanceOfSatisfying(
                ProviderException.class, failure -> assertThat(failure.code()).isEqualTo(code));
    }
}
