package dev.rivulet.worker.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.schemas.ErrorCode;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AttemptTimesTest {

    private static final long FIRST = Duration.ofSeconds(5).toNanos();
    private static final long IDLE = Duration.ofSeconds(2).toNanos();
    private static final long TOTAL = Duration.ofSeconds(60).toNanos();
    /** As good as any, and one that a sentinel of zero would stumble over. */
    private static final long CALLED = 0;

    private final AttemptTimes times = new AttemptTimes(new ExecutionLimits(1, 1 << 20, 1 << 20, Duration.ofMinutes(1),
            Duration.ofNanos(FIRST), Duration.ofNanos(FIRST), Duration.ofNanos(IDLE), Duration.ofNanos(TOTAL),
            Duration.ZERO, 100, 1_000, Optional.empty(),
            Duration.ZERO));

    @Test
    void nothingIsTooLateBeforeTheCall() {
        assertThat(times.exceeded(Long.MAX_VALUE, CALLED)).isEmpty();
        assertThat(times.firstTokenMs()).isNull();
    }

    @Test
    void theFirstTokenHasItsTime() {
        times.called(CALLED);

        assertThat(times.exceeded(CALLED + FIRST, CALLED)).isEmpty();
        assertExceeded(CALLED + FIRST + 1, ErrorCode.FIRST_TOKEN_TIMEOUT);
    }

    @Test
    void betweenTokensThereIsAnother() {
        times.called(CALLED);
        long token = CALLED + FIRST;
        times.token(token);
        times.written(token);

        assertThat(times.exceeded(token + IDLE, CALLED)).isEmpty();
        assertExceeded(token + IDLE + 1, ErrorCode.IDLE_TIMEOUT);
        assertThat(times.firstTokenMs()).isEqualTo(5_000);
    }

    @Test
    void reasoningIsLifeAndNoFirstToken() {
        times.called(CALLED);
        long thought = CALLED + FIRST;
        times.alive(thought);

        assertThat(times.exceeded(thought + IDLE, CALLED)).isEmpty();
        assertExceeded(thought + IDLE + 1, ErrorCode.IDLE_TIMEOUT);
        assertThat(times.firstTokenPending()).isTrue();
        assertThat(times.firstTokenMs()).isNull();

        times.token(thought + IDLE);
        assertThat(times.firstTokenMs()).isEqualTo(7_000);
    }

    @Test
    void aProviderThatIsAskedAfterOneThatReasonedHasTheTimeOfAFirst() {
        times.called(CALLED);
        times.requestSent(CALLED);
        long thought = CALLED + FIRST;
        times.alive(thought);

        times.requestSent(thought + 1);

        assertThat(times.exceeded(thought + 1 + FIRST, CALLED)).isEmpty();
        assertExceeded(thought + 2 + FIRST, ErrorCode.FIRST_TOKEN_TIMEOUT);
    }

    @Test
    void aRetryOfASilentProviderGetsNoMoreTime() {
        times.called(CALLED);
        times.requestSent(CALLED);

        times.requestSent(CALLED + FIRST);

        assertExceeded(CALLED + FIRST + 1, ErrorCode.FIRST_TOKEN_TIMEOUT);
    }

    @Test
    void theWholeHasItsTimeHoweverManyTokensCome() {
        times.called(CALLED);
        times.token(CALLED + TOTAL);
        times.written(CALLED + TOTAL);

        assertExceeded(CALLED + TOTAL + 1, ErrorCode.TOTAL_TIMEOUT);
    }

    @Test
    void theTimeThatKafkaTakesIsNotTheProvidersIdleTime() {
        times.called(CALLED);
        times.token(CALLED + 1);
        assertThat(times.exceeded(CALLED + 10 * IDLE, CALLED)).isEmpty();

        times.written(CALLED + 10 * IDLE);

        assertThat(times.exceeded(CALLED + 11 * IDLE, CALLED)).isEmpty();
        assertExceeded(CALLED + 11 * IDLE + 1, ErrorCode.IDLE_TIMEOUT);
    }

    @Test
    void aProviderIsNotToBlameWhileItsAnswerCouldNotBeRead() {
        times.called(CALLED);
        long stalledUntil = CALLED + FIRST;
        assertThat(times.exceeded(stalledUntil + FIRST, stalledUntil)).isEmpty();
        assertThat(times.exceeded(stalledUntil + FIRST + 1, stalledUntil)).isPresent();

        times.token(stalledUntil);
        times.written(stalledUntil);
        stalledUntil += IDLE;
        assertThat(times.exceeded(stalledUntil + IDLE, stalledUntil)).isEmpty();
        assertThat(times.exceeded(stalledUntil + IDLE + 1, stalledUntil)).isPresent();
    }

    private void assertExceeded(long nanos, ErrorCode code) {
        assertThat(times.exceeded(nanos, CALLED)).get().isInstanceOfSatisfying(StopReason.TimedOut.class,
                timeout -> assertThat(timeout.code()).isEqualTo(code));
    }
}
