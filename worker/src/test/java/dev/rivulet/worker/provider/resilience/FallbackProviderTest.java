package dev.rivulet.worker.provider.resilience;

import static dev.rivulet.testkit.wait.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.IntNode;
import dev.rivulet.schemas.ErrorCode;
import dev.rivulet.schemas.option.ModelOptions;
import dev.rivulet.testkit.wait.Waiting;
import dev.rivulet.worker.provider.LlmCall;
import dev.rivulet.worker.provider.LlmCall.Stop;
import dev.rivulet.worker.provider.ProviderException;
import dev.rivulet.worker.provider.Shown;
import dev.rivulet.worker.provider.resilience.FallbackProvider.Link;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FallbackProviderTest {

    private static final Duration SHORT = Duration.ofMillis(50);
    private static final Duration LONG = Duration.ofMinutes(1);

    private final Shown shown = new Shown();
    private final FakeProvider good = new FakeProvider("good", nr -> FakeCall.answering());

    @ParameterizedTest
    @EnumSource(names = {"UPSTREAM_UNREACHABLE", "UPSTREAM_ERROR", "UPSTREAM_TRUNCATED", "UPSTREAM_INVALID",
            "UPSTREAM_UNAUTHORIZED", "UPSTREAM_UNAVAILABLE", "RATE_LIMITED", "MODEL_NOT_FOUND",
            "CONTEXT_LENGTH_EXCEEDED"})
    void theNextProviderAnswersForOneThatFails(ErrorCode code) throws Exception {
        FakeProvider bad = failing("bad", code);

        assertThat(call(bad, good).stream(shown).finishReason()).isEqualTo("stop");

        assertThat(shown.text()).isEqualTo("hello");
        assertThat(shown.asked).containsExactly("bad/m", "good/m");
    }

    @Test
    void aRequestThatIsRefusedAsSuchIsNotTriedElsewhere() {
        assertFails(call(failing("bad", ErrorCode.UPSTREAM_REJECTED), good), ErrorCode.UPSTREAM_REJECTED);

        assertThat(good.calls).isEmpty();
    }

    @Test
    void aProviderThatCannotHonourAnOptionIsNotAskedWithIt() throws Exception {
        FakeProvider seedless = new FakeProvider("seedless", nr -> FakeCall.answering(), Set.of("seed"));

        assertThat(with("seed", seedless, good).stream(shown).finishReason()).isEqualTo("stop");
        assertThat(with("user", seedless, good).stream(shown).finishReason()).isEqualTo("stop");

        assertThat(shown.asked).containsExactly("good/m", "seedless/m");
    }

    @Test
    void anOptionThatNoProviderCanHonourEndsTheCallBeforeAnyIsAsked() {
        FakeProvider one = new FakeProvider("one", nr -> FakeCall.answering(), Set.of("seed"));
        FakeProvider two = new FakeProvider("two", nr -> FakeCall.answering(), Set.of("seed", "user"));

        assertThatThrownBy(() -> with("seed", one, two).stream(shown))
                .hasMessage("No provider of this installation can honour seed.")
                .isInstanceOfSatisfying(ProviderException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.UNSUPPORTED_OPTION));

        assertThat(shown.asked).isEmpty();
        assertThat(one.calls).isEmpty();
        assertThat(two.calls).isEmpty();
    }

    @Test
    void nobodyElseIsAskedOnceATokenWasShown() {
        FakeProvider breaking = new FakeProvider("breaking", nr -> FakeCall.breaking("half", ErrorCode.UPSTREAM_ERROR));

        assertFails(call(breaking, good), ErrorCode.UPSTREAM_ERROR);

        assertThat(good.calls).isEmpty();
        assertThat(shown.text()).isEqualTo("half");
    }

    @Test
    void whenAllFailTheFirstFailureIsTheOutcome() {
        assertFails(call(failing("one", ErrorCode.UPSTREAM_ERROR), failing("two", ErrorCode.RATE_LIMITED)),
                ErrorCode.UPSTREAM_ERROR);
    }

    @Test
    void aStopEndsItAllWhateverProviderIsAsked() {
        FakeProvider stalling = new FakeProvider("stalling", nr -> FakeCall.stalling(""));
        LlmCall call = call(failing("bad", ErrorCode.UPSTREAM_ERROR), stalling, good);
        CompletableFuture<Throwable> end = FakeProvider.streaming(call, shown);
        await().until(() -> shown.asked.size() == 2);

        call.stop(Stop.CANCELLED);

        assertThat(end).succeedsWithin(Waiting.LIMIT).isInstanceOf(ProviderException.class);
        assertThat(good.calls).isEmpty();
        assertThat(stalling.calls.getFirst().stopped).isCompletedWithValue(Stop.CANCELLED);
    }

    @Test
    void aProviderThatSendsNothingWithinItsOwnLimitIsLeftForTheNext() throws Exception {
        FakeProvider stalling = new FakeProvider("stalling", nr -> FakeCall.stalling(""));

        assertThat(within(SHORT, stalling, good).stream(shown).finishReason()).isEqualTo("stop");

        assertThat(shown.text()).isEqualTo("hello");
        assertThat(shown.failed).containsExactly("stalling/first_token_timeout");
        assertThat(stalling.calls.getFirst().stopped).isCompletedWithValue(Stop.TIMED_OUT);
    }

    @Test
    void theLastProviderHasTheRestOfTheTurnsTime() {
        FakeProvider stalling = new FakeProvider("stalling", nr -> FakeCall.stalling(""));
        FakeProvider last = new FakeProvider("last", nr -> FakeCall.stalling(""));
        LlmCall call = within(SHORT, stalling, last);
        CompletableFuture<Throwable> end = FakeProvider.streaming(call, shown);

        await().pollDelay(SHORT.multipliedBy(4)).until(() -> last.calls.size() == 1);

        assertThat(end).isNotDone();
        call.stop(Stop.CANCELLED);
        assertThat(end).succeedsWithin(Waiting.LIMIT);
    }

    /** It may have sent its answer just when it was given up: that is not shown, so it is no answer. */
    @Test
    void nothingOfAProviderThatWasLeftIsShown() throws Exception {
        FakeProvider late = new FakeProvider("late", nr -> FakeCall.answeringWhenStopped());

        assertThat(within(SHORT, late, good).stream(shown).finishReason()).isEqualTo("stop");

        assertThat(shown.text()).isEqualTo("hello");
        assertThat(shown.asked).containsExactly("late/m", "good/m");
    }

    private static FakeProvider failing(String name, ErrorCode code) {
        return new FakeProvider(name, nr -> FakeCall.failing(code));
    }

    private static LlmCall call(FakeProvider... providers) {
        return within(LONG, providers);
    }

    private static LlmCall with(String option, FakeProvider... providers) {
        return new FallbackProvider(Stream.of(providers).map(provider -> new Link(provider, LONG)).toList())
                .prepare(FakeProvider.REQUEST.with(ModelOptions.of(Map.of(option, IntNode.valueOf(1)))));
    }

    /** @param firstToken the limit of each */
    private static LlmCall within(Duration firstToken, FakeProvider... providers) {
        return new FallbackProvider(Stream.of(providers).map(provider -> new Link(provider, firstToken)).toList())
                .prepare(FakeProvider.REQUEST);
    }

    private void assertFails(LlmCall call, ErrorCode code) {
        assertThatThrownBy(() -> call.stream(shown)).isInstanceOfSatisfying(ProviderException.class,
                failure -> assertThat(failure.code()).isEqualTo(code));
    }
}
