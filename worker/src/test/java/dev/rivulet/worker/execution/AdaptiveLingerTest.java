package dev.rivulet.worker.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdaptiveLingerTest {

    private static final long MS = 1_000_000;
    private static final long LEAST = 20 * MS;

    private long now = 5;
    private final AdaptiveLinger linger = new AdaptiveLinger(Duration.ofMillis(10), Duration.ofMillis(100), now);

    @ParameterizedTest
    @CsvSource({"100, 0, 20", "1900, 0, 20", "10000, 5, 40", "20000, 10, 100", "90000, 10, 100"})
    void waitsGrowWithTheTokensASecond(int tokens, long lingerMs, long windowMs) {
        load(tokens);

        assertThat(linger.lingerNanos()).isCloseTo(lingerMs * MS, within(MS / 10));
        assertThat(linger.deltaWindowNanos(LEAST)).isCloseTo(windowMs * MS, within(MS));
    }

    @Test
    void theFirstTokenAfterAPauseDoesNotWait() {
        load(50_000);
        now += Duration.ofSeconds(5).toNanos();

        linger.countToken(now);

        assertThat(linger.lingerNanos()).isZero();
        assertThat(linger.deltaWindowNanos(LEAST)).isCloseTo(LEAST, within(MS));
    }

    @Test
    void aWindowThatIsLongerAtRestStaysAsItIs() {
        load(20_000);

        assertThat(linger.deltaWindowNanos(200 * MS)).isEqualTo(200 * MS);
    }

    private void load(int tokensASecond) {
        long gap = Duration.ofSeconds(1).toNanos() / tokensASecond;
        for (long passed = 0; passed < Duration.ofSeconds(1).toNanos(); passed += gap) {
            now += gap;
            linger.countToken(now);
        }
    }
}
