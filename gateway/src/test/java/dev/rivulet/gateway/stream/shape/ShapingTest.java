package dev.rivulet.gateway.stream.shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShapingTest {

    private static final Duration MAX = Duration.ofSeconds(10);

    @ParameterizedTest
    @CsvSource({"50ms,50", "2s,2000", "0,0", "0ms,0", "10s,10000", "10000ms,10000"})
    void aThrottleIsADurationWithAUnit(String text, long millis) {
        assertThat(Shaping.parse(Optional.of(text), Optional.empty(), MAX).throttle()).hasMillis(millis);
    }

    @ParameterizedTest
    @ValueSource(strings = {"50", "ms", "-1ms", "1.5s", "50 ms", "10001ms", "11s", "1m", "9999999999ms", "5S"})
    void anInvalidOrTooLongThrottleIsAProblemThatNamesTheField(String text) {
        assertProblem(() -> Shaping.parse(Optional.of(text), Optional.empty(), MAX), ProblemCode.INVALID_VALUE,
                "throttle");
    }

    @Test
    void anUnknownGranularityIsAProblemThatNamesTheField() {
        for (String word : new String[]{"letter", "WORD", " word"}) {
            assertProblem(() -> Shaping.parse(Optional.empty(), Optional.of(word), MAX), ProblemCode.INVALID_VALUE,
                    "granularity");
        }
    }

    @Test
    void eachGranularityIsParsedFromItsName() {
        for (Granularity granularity : Granularity.values()) {
            assertThat(Shaping.parse(Optional.empty(), Optional.of(granularity.wire()), MAX).granularity())
                    .isEqualTo(granularity);
        }
    }

    @Test
    void theDefaultsAreNoShaping() {
        assertThat(Shaping.parse(Optional.empty(), Optional.empty(), MAX).isNone()).isTrue();
        assertThat(Shaping.parse(Optional.of("0"), Optional.of("token"), MAX).isNone()).isTrue();
        assertThat(Shaping.parse(Optional.of("1ms"), Optional.empty(), MAX).isNone()).isFalse();
    }

    @Test
    void jsonGranularityIsRefusedByTextProtocols() {
        Shaping json = Shaping.parse(Optional.empty(), Optional.of("json"), MAX);
        assertProblem(json::requireText, ProblemCode.UNSUPPORTED_VALUE, "granularity");
        assertThat(Shaping.NONE.requireText()).isSameAs(Shaping.NONE);
    }

    private static void assertProblem(Runnable call, ProblemCode code, String field) {
        assertThatExceptionOfType(ProblemException.class).isThrownBy(call::run).satisfies(problem -> {
            assertThat(problem.code()).isEqualTo(code);
            assertThat(problem.problem().field()).isEqualTo(field);
        });
    }
}
