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
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FallbackProviderTest {

    private final Shown shown = new Shown();
    private final FakeProvider good = new FakeProvider("good", nr -> FakeCall.answering());

    @ParameterizedTest
    @EnumSource(names = {"UPSTREAM_UNREACHABLE", "UPSTREAM_ERROR", "UPSTREAM_TRUNCATED", "UPSTREAM_INVALID",
            "UPSTREAM_UNAUTHORIZED", "UPSTREAM_UNAVAILABLE", "RATE_LIMITED", "MODEL_NOT_FOUND"})
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

    private static FakeProvider failing(String name, ErrorCode code) {
        return new FakeProvider(name, nr -> FakeCall.failing(code));
    }

    private static LlmCall call(FakeProvider... providers) {
        return new FallbackProvider(List.of(providers)).prepare(FakeProvider.REQUEST);
    }

    private void assertFails(LlmCall call, ErrorCode code) {
        assertThatThrownBy(() -> call.stream(shown)).isInstanceOfSatisfying(ProviderException.class,
                failure -> assertThat(failure.code()).isEqualTo(code));
    }
}
